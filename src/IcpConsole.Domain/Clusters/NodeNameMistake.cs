namespace IcpConsole.Domain.Clusters;

/// <summary>Why a text is no node name: what people type, one sentence for each.</summary>
public enum NodeNameMistake
{
    /// <summary>There is nothing, or there is none.</summary>
    None,
    Scheme,
    Path,
    Port,
    User,
    IPv6,
    Several,
    Blank,
    Underscore,
    Wildcard,
    Character,
    EmptyLabel,
    Hyphen,
    LabelTooLong,
    TooLong,
    International,
    LeadingZero,
    NotFourNumbers,
    NumberTooLarge,
    NotUnicast,
}

/// <summary>Says each of them.</summary>
internal static class NodeNameMistakes
{
    public static string English(this NodeNameMistake mistake) =>
        mistake switch
        {
            NodeNameMistake.Scheme =>
                "Leave out “https://” or the like: enter the name or the address alone.",
            NodeNameMistake.Path => "Leave out the slash and what follows it.",
            NodeNameMistake.Port =>
                "Leave out the colon and the port: they are always the same.",
            NodeNameMistake.User =>
                "This looks like an e-mail address: enter what follows the @.",
            NodeNameMistake.IPv6 =>
                "IPv6 addresses are not supported: enter the IPv4 address, or a name.",
            NodeNameMistake.Several => "Enter one name or address, not several.",
            NodeNameMistake.Blank => "A name has no blanks inside.",
            NodeNameMistake.Underscore =>
                "A host name has no underscore; a hyphen may be meant.",
            NodeNameMistake.Wildcard => "Enter the name of one host, without an asterisk.",
            NodeNameMistake.EmptyLabel =>
                "There is nothing between two dots, or before the first one.",
            NodeNameMistake.Hyphen => "No part of a name begins or ends with a hyphen.",
            NodeNameMistake.LabelTooLong =>
                "A part of a name between two dots has at most 63 characters.",
            NodeNameMistake.TooLong => "A name has at most 253 characters.",
            NodeNameMistake.International =>
                "This is no international domain name: some of its characters cannot stand in one.",
            NodeNameMistake.LeadingZero =>
                "A number of an IPv4 address has no leading zeros: other software would read it as an octal number.",
            NodeNameMistake.NotFourNumbers =>
                "An IPv4 address has four numbers with dots between them, and the last part of a name is no number.",
            NodeNameMistake.NumberTooLarge =>
                "The numbers of an IPv4 address go from 0 to 255.",
            NodeNameMistake.NotUnicast =>
                "This address is not one of a host: the first number goes from 1 to 223.",
            _ => "A name has letters, digits, hyphens and dots only.",
        };

    public static string Korean(this NodeNameMistake mistake) =>
        mistake switch
        {
            NodeNameMistake.Scheme => "“https://” 등은 빼고 이름이나 주소만 입력하십시오.",
            NodeNameMistake.Path => "슬래시와 그 뒤는 빼고 입력하십시오.",
            NodeNameMistake.Port => "콜론과 포트는 빼고 입력하십시오. 포트는 항상 같습니다.",
            NodeNameMistake.User => "이메일 주소로 보입니다. @ 뒤의 부분을 입력하십시오.",
            NodeNameMistake.IPv6 =>
                "IPv6 주소는 지원되지 않습니다. IPv4 주소나 이름을 입력하십시오.",
            NodeNameMistake.Several => "이름이나 주소를 하나만 입력하십시오.",
            NodeNameMistake.Blank => "이름에는 공백을 사용할 수 없습니다.",
            NodeNameMistake.Underscore =>
                "호스트 이름에는 밑줄을 사용할 수 없습니다. 하이픈이 아닌지 확인하십시오.",
            NodeNameMistake.Wildcard => "별표 없이 호스트 하나의 이름을 입력하십시오.",
            NodeNameMistake.EmptyLabel => "점과 점 사이 또는 첫 점 앞이 비어 있습니다.",
            NodeNameMistake.Hyphen =>
                "이름의 각 부분은 하이픈으로 시작하거나 끝날 수 없습니다.",
            NodeNameMistake.LabelTooLong => "점과 점 사이의 부분은 최대 63자입니다.",
            NodeNameMistake.TooLong => "이름은 최대 253자입니다.",
            NodeNameMistake.International =>
                "다국어 도메인 이름이 아닙니다. 도메인 이름에 사용할 수 없는 문자가 있습니다.",
            NodeNameMistake.LeadingZero =>
                "IPv4 주소의 숫자 앞에는 0을 붙일 수 없습니다. 다른 소프트웨어에서는 "
                    + "8진수로 읽습니다.",
            NodeNameMistake.NotFourNumbers =>
                "IPv4 주소는 점으로 구분한 숫자 네 개여야 하며, 이름의 마지막 부분은 숫자일 "
                    + "수 없습니다.",
            NodeNameMistake.NumberTooLarge => "IPv4 주소의 숫자는 0~255여야 합니다.",
            NodeNameMistake.NotUnicast =>
                "호스트의 주소가 아닙니다. 첫 번째 숫자는 1~223이어야 합니다.",
            _ => "이름에는 문자, 숫자, 하이픈, 점만 사용할 수 있습니다.",
        };
}
