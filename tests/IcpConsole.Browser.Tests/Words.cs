namespace IcpConsole.Browser.Tests;

/// <summary>The words that an administrator reads and clicks, in one language.</summary>
public sealed record Words(
    string Language, string SignIn, string Username, string Password, string AddNew, string PeerAddress, string AxlUsername, string AxlPassword, string ConfirmAxlPassword,
    string Protocol, string Save, string Accept, string Reachable, string InStep, string AssociatedUsers, string Secure, string ForceSync, string Resync, string Ok, string Close,
    string CertificatesTaken, string Delete, string Cancel, string NoPeers, string CheckMark, string XMark, string DeleteSelected)
{
    public static Words English { get; } = new(
        "en", "Sign in", "Username", "Password", "Add New", "Peer Address", "AXL Username", "AXL Password", "Confirm AXL Password",
        "Protocol", "Save", "Accept", "Reachable", "In step", "Associated Users", "Connection is secure", "Force Manual Sync", "Also resync peer's Tomcat certificates", "OK", "Close",
        "Certificates taken", "Delete", "Cancel", "No inter-cluster peers yet", "Check mark", "X mark", "Delete Selected");

    public static Words Korean { get; } = new(
        "ko", "로그인", "사용자 이름", "암호", "새로 추가", "피어 주소", "AXL 사용자 이름", "AXL 암호", "AXL 암호 확인",
        "프로토콜", "저장", "수락", "연결 가능", "동기화됨", "연결된 사용자", "연결이 안전함", "강제 동기화", "피어의 Tomcat 인증서도 재동기화", "확인", "닫기",
        "받은 인증서", "삭제", "취소", "아직 인터클러스터 피어가 없습니다", "확인 표시", "X 표시", "선택 항목 삭제");
}
