using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

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

public sealed record UploadCertificateTooLarge(string Subject, int Kilobytes) : Problem
{
    protected override Words Words =>
        new(
            $"{Subject} is larger than {Kilobytes} kB, so peers do not accept it.",
            $"{Subject}이(가) {Kilobytes}kB보다 커서 피어가 수락하지 않습니다."
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
