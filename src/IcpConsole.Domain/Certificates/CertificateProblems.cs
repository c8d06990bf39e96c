using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

public sealed record CertificateOver(string Certificate, DateTimeOffset End) : Problem
{
    protected override Words Words =>
        new(
            $"{Certificate}: expired on {End:yyyy-MM-dd HH:mm} UTC.",
            $"{Certificate}: {End:yyyy-MM-dd HH:mm} UTC에 만료되었습니다."
        );
}

public sealed record CertificateEnds(string Certificate, DateTimeOffset End) : Problem
{
    protected override Words Words =>
        new(
            $"{Certificate}: expires on {End:yyyy-MM-dd HH:mm} UTC.",
            $"{Certificate}: {End:yyyy-MM-dd HH:mm} UTC에 만료됩니다."
        );
}

public sealed record CertificateRestart(string Certificate) : Problem
{
    protected override Words Words =>
        new(
            $"A new {Certificate} certificate is waiting: restart to start using it.",
            $"새 {Certificate} 인증서가 대기 중입니다. 다시 시작하면 사용됩니다."
        );
}

public sealed record UploadFileNone : Problem
{
    protected override Words Words => new("Choose a file.", "파일을 선택하십시오.");
}

public sealed record UploadFileEmpty : Problem
{
    protected override Words Words => new("The file is empty.", "파일이 비어 있습니다.");
}

public sealed record UploadFileTooLarge(int Kilobytes) : Problem
{
    protected override Words Words =>
        new($"The file is larger than {Kilobytes} KB.", $"파일이 {Kilobytes} KB보다 큽니다.");
}

public sealed record UploadFileUnreadable : Problem
{
    protected override Words Words =>
        new(
            "The file contains no readable certificate (PEM, DER or PKCS#7).",
            "파일에 읽을 수 있는 인증서(PEM, DER 또는 PKCS#7)가 없습니다."
        );
}

public sealed record UploadFilePrivateKey : Problem
{
    protected override Words Words =>
        new(
            "The file contains a private key. Keys are generated here and never leave; "
                + "upload the certificate only, and treat that key as compromised.",
            "파일에 개인 키가 있습니다. 키는 여기에서 생성되며 외부로 나가지 않습니다. "
                + "인증서만 업로드하고, 그 키는 노출된 것으로 간주하십시오."
        );
}

public sealed record UploadFileTooMany(int Certificates) : Problem
{
    protected override Words Words =>
        new(
            $"The file contains more than {Certificates} certificates.",
            $"파일에 인증서가 {Certificates}개보다 많습니다."
        );
}

public sealed record UploadFileCut(int Number) : Problem
{
    protected override Words Words =>
        new(
            $"Certificate {Number} in the file cannot be read: it is truncated or was "
                + "changed. Nothing from the file was applied.",
            $"파일의 {Number}번째 인증서가 잘렸거나 변경되어 읽을 수 없습니다. 파일의 어떤 "
                + "내용도 적용하지 않았습니다."
        );
}

public sealed record UploadFileOther(int Number, string Label) : Problem
{
    protected override Words Words =>
        new(
            $"Part {Number} of the file is “{Label}”, not a certificate. Nothing from the "
                + "file was applied.",
            $"파일의 {Number}번째 부분은 “{Label}”이며 인증서가 아닙니다. 파일의 어떤 내용도 적용하지 않았습니다."
        );
}

public sealed record UploadUnsupportedKey(string Subject, string Algorithm) : Problem
{
    protected override Words Words =>
        new(
            $"“{Subject}”: {Algorithm} is not supported. Use RSA, or ECDSA with P-256, P-384 or P-521.",
            $"“{Subject}”: {Algorithm}은(는) 지원되지 않습니다. RSA 또는 P-256, P-384, P-521의 ECDSA를 사용하십시오."
        );
}

public sealed record UploadMalformed(string Subject) : Problem
{
    protected override Words Words =>
        new(
            $"{Subject}: the extensions cannot be read.",
            $"{Subject}: 확장을 읽을 수 없습니다."
        );
}

public sealed record UploadExpired(string Subject, DateTimeOffset Ended) : Problem
{
    protected override Words Words =>
        new($"{Subject}: expired on {Ended:u}.", $"{Subject}: {Ended:u}에 만료되었습니다.");
}

public sealed record UploadNotYetValid(string Subject, DateTimeOffset Begins) : Problem
{
    protected override Words Words =>
        new(
            $"{Subject}: not valid before {Begins:u}.",
            $"{Subject}: {Begins:u}부터 유효합니다."
        );
}

public sealed record UploadWeakKey(string Subject, string Key) : Problem
{
    protected override Words Words =>
        new(
            $"{Subject}: the key ({Key}) is too weak; at least RSA 2048 or ECDSA 256 is "
                + "required.",
            $"{Subject}: 키({Key})가 너무 약합니다. RSA 2048 또는 ECDSA 256 이상이어야 "
                + "합니다."
        );
}

public sealed record UploadWeakSignature(string Subject, string Signature) : Problem
{
    protected override Words Words =>
        new(
            $"{Subject}: the signature ({Signature}) can be forged.",
            $"{Subject}: 서명({Signature})은 위조될 수 있습니다."
        );
}

public sealed record UploadNoRequest(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"No signing request is pending for {Service} of {Node}.",
            $"{Node}의 {Service}에 대기 중인 서명 요청이 없습니다."
        );

    protected override Words? Remedy =>
        new("Generate a CSR first.", "먼저 CSR을 생성하십시오.");
}

public sealed record UploadOtherKey : Problem
{
    protected override Words Words =>
        new(
            "No certificate in the file matches the key of the pending signing request.",
            "파일에 대기 중인 서명 요청의 키와 일치하는 인증서가 없습니다."
        );
}

public sealed record UploadIssuerMissing(string Issuer, string Store) : Problem
{
    protected override Words Words =>
        new(
            $"{Issuer} is not in {Store}, or not valid.",
            $"{Issuer}이(가) {Store}에 없거나 유효하지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            $"Upload that authority’s certificate, and those above it, to {Store} " + "first.",
            $"해당 기관의 인증서와 그 상위 인증서를 먼저 {Store}에 업로드하십시오."
        );
}

public sealed record UploadNamesMissing(string Names) : Problem
{
    protected override Words Words =>
        new($"The certificate does not name {Names}.", $"인증서에 {Names}이(가) 없습니다.");
}

public sealed record UploadTrustedAlready(string Store) : Problem
{
    protected override Words Words =>
        new(
            $"Everything in the file is already in {Store}.",
            $"파일의 모든 인증서가 이미 {Store}에 있습니다."
        );
}

public sealed record UploadStoreFull(string Store, int Certificates) : Problem
{
    protected override Words Words =>
        new(
            $"{Store} can store at most {Certificates} uploaded certificates.",
            $"{Store}에는 업로드한 인증서를 최대 {Certificates}개 저장할 수 있습니다."
        );
}

public sealed record CertificateEndsSoon(string Certificate, DateTimeOffset End) : Problem
{
    protected override Words Words =>
        new(
            $"{Certificate}: expires soon, on {End:yyyy-MM-dd HH:mm} UTC.",
            $"{Certificate}: 곧 {End:yyyy-MM-dd HH:mm} UTC에 만료됩니다."
        );
}

public sealed record UploadCertificateTooLarge(string Subject, int Kilobytes) : Problem
{
    protected override Words Words =>
        new(
            $"{Subject} is larger than {Kilobytes} kB, so peers do not accept it.",
            $"{Subject}이(가) {Kilobytes}kB보다 커서 피어가 수락하지 않습니다."
        );
}

public sealed record IdentitiesNotMade : Problem
{
    protected override Words Words =>
        new("The certificates are being generated.", "인증서를 생성하는 중입니다.");

    protected override Words? Remedy =>
        new("Run the test again in a moment.", "잠시 후 다시 테스트하십시오.");
}

public sealed record TrustCorrupted(string Store) : Problem
{
    protected override Words Words =>
        new($"An entry of {Store} cannot be read.", $"{Store}의 항목을 읽을 수 없습니다.");

    protected override Words? Remedy =>
        new(
            "Delete it, and upload the certificate again.",
            "삭제하고 인증서를 다시 업로드하십시오."
        );
}

public sealed record TestCertificateExpired(string Store, string Subject, DateTimeOffset Ended)
    : Problem
{
    protected override Words Words =>
        new(
            $"{Store} {Subject} expired on {Ended:u}.",
            $"{Store} {Subject} 인증서가 {Ended:u}에 만료되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "Generate or upload a new one, then restart its service; delete certificates "
                + "that are no longer needed.",
            "새 인증서를 생성하거나 업로드한 후 서비스를 다시 시작하십시오. 필요 없는 "
                + "인증서는 삭제하십시오."
        );
}

public sealed record TestCertificateNotYetValid(
    string Store,
    string Subject,
    DateTimeOffset Begins
) : Problem
{
    protected override Words Words =>
        new(
            $"{Store} {Subject} is not valid before {Begins:u}.",
            $"{Store} {Subject} 인증서는 {Begins:u}부터 유효합니다."
        );

    protected override Words? Remedy =>
        new(
            "Compare the clocks, or generate a new one.",
            "시계를 비교하거나 새로 생성하십시오."
        );
}

public sealed record TestCertificateEnds(string Store, string Subject, DateTimeOffset End)
    : Problem
{
    protected override Words Words =>
        new(
            $"{Store} {Subject} expires on {End:u}.",
            $"{Store} {Subject} 인증서가 {End:u}에 만료됩니다."
        );

    protected override Words? Remedy => new("Renew it before then.", "그 전에 갱신하십시오.");
}

public sealed record CertificateForServersAlone(string Certificate) : Problem
{
    protected override Words Words =>
        new(
            $"{Certificate} is for servers only: a peer that checks this refuses it as a "
                + "client certificate.",
            $"{Certificate}은(는) 서버 전용 인증서입니다. 이를 검사하는 피어는 클라이언트 인증서로 받아들이지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Nodes are also each other’s clients. Have it reissued with client "
                + "authentication (TLS Web Client Authentication) in its extended key "
                + "usage.",
            "노드는 서로의 클라이언트이기도 합니다. 확장 키 용도에 클라이언트 인증(TLS Web Client Authentication)을 포함하여 다시 발급받으십시오."
        );
}

public sealed record PresentsAnother(NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Node} presents a certificate that is not its own.",
            $"{Node}이(가) 자신의 인증서가 아닌 다른 인증서를 제시합니다."
        );

    protected override Words? Remedy =>
        new(
            "Restart Cisco Tomcat on the node; if this persists, another program is "
                + "listening on its address.",
            "노드의 Cisco Tomcat을 다시 시작하십시오. 계속되면 다른 프로그램이 그 주소에서 "
                + "수신 대기하고 있는 것입니다."
        );
}

public sealed record UploadWrongUse(string Subject) : Problem
{
    protected override Words Words =>
        new(
            $"{Subject} is not for server authentication: its extended key usage does not "
                + "include it.",
            $"{Subject}은(는) 서버 인증용이 아닙니다. 확장 키 용도에 서버 인증이 "
                + "없습니다."
        );
}

public sealed record UploadAnswersRequest(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"This certificate was issued for the pending request of {Service} on {Node}: "
                + "upload it there with Upload Certificate.",
            $"이 인증서는 {Node}의 {Service} 서명 요청으로 발급된 것입니다. 해당 인증서의 "
                + "“인증서 업로드”에서 업로드하십시오."
        );
}

public sealed record CsrMultiServer : Problem
{
    protected override Words Words =>
        new(
            "Only tomcat certificates can be multi-server.",
            "멀티서버 인증서는 tomcat에서만 사용할 수 있습니다."
        );
}

public sealed record CsrNameMalformed(string Name, NodeNameMistake Mistake) : Problem
{
    protected override Words Words =>
        new($"“{Name}”: {Mistake.English()}", $"“{Name}”: {Mistake.Korean()}");
}

public sealed record CsrTooManyNames(int Most) : Problem
{
    protected override Words Words =>
        new($"At most {Most} names.", $"이름은 {Most}개까지 입력할 수 있습니다.");
}

public sealed record DiscardNothing : Problem
{
    protected override Words Words =>
        new(
            "It no longer exists: it is already in use, or was discarded.",
            "더 이상 없습니다. 이미 사용 중이거나 삭제되었습니다."
        );
}

public sealed record CsrCommonNameTooLong(int Characters) : Problem
{
    protected override Words Words =>
        new(
            $"A common name can have at most {Characters} characters.",
            $"일반 이름은 {Characters}자를 넘을 수 없습니다."
        );
}

public sealed record OwnNamesUnresolved(string Names) : Problem
{
    protected override Words Words =>
        new(
            $"Names in the tomcat certificate that do not resolve here: {Names}. A peer that "
                + "cannot resolve them either does not synchronize with this cluster.",
            $"tomcat 인증서의 이름 중 여기에서 확인되지 않는 이름: {Names}. 이 이름을 확인할 "
                + "수 없는 피어는 이 클러스터와 동기화하지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Add them to DNS, or have the certificate reissued without them.",
            "DNS에 추가하거나 이 이름 없이 인증서를 다시 만드십시오."
        );
}
