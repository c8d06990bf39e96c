namespace IcpConsole.Domain.Users;

public sealed record ApplicationUserGone(string Username) : Problem
{
    protected override Words Words =>
        new(
            $"The application user {Username} no longer exists.",
            $"애플리케이션 사용자 {Username}이(가) 더 이상 없습니다."
        );
}

public sealed record ApplicationUserTaken(string Username) : Problem
{
    protected override Words Words =>
        new(
            $"The application user {Username} already exists.",
            $"애플리케이션 사용자 {Username}이(가) 이미 있습니다."
        );
}

public sealed record DuplicateUserId(int Total, string First) : Problem
{
    protected override Words Words =>
        new(
            $"Duplicate user IDs in the mesh: {Total} ({First}).",
            $"메시에 중복된 사용자 ID: {Total}개({First})."
        );

    protected override Words? Remedy =>
        new(
            "Presence and messages are not reliable for these users: remove or rename one "
                + "of each pair in its directory.",
            "이 사용자들의 프레즌스와 메시지가 올바르게 전달되지 않을 수 있습니다. 각 쌍 중 "
                + "하나를 디렉터리에서 제거하거나 이름을 변경하십시오."
        );
}

public sealed record DuplicateDirectoryUri(int Total, string First) : Problem
{
    protected override Words Words =>
        new(
            $"Duplicate directory URIs in the mesh: {Total} ({First}).",
            $"메시에 중복된 디렉터리 URI: {Total}개({First})."
        );

    protected override Words? Remedy =>
        new(
            "Give each user a unique directory URI.",
            "각 사용자에게 고유한 디렉터리 URI를 지정하십시오."
        );
}

public sealed record UsersUnassigned(int Users) : Problem
{
    protected override Words Words =>
        new(
            $"Users without a node: {Users}. They have no presence, and peers do not "
                + "count them.",
            $"노드에 할당되지 않은 사용자: {Users}명. 프레즌스가 없고 피어의 사용자 수에 "
                + "포함되지 않습니다."
        );

    protected override Words? Remedy => new("Assign them to nodes.", "노드에 할당하십시오.");
}

public sealed record NoUsersAssigned : Problem
{
    protected override Words Words =>
        new("No user is assigned to any node.", "어느 노드에도 할당된 사용자가 없습니다.");

    protected override Words? Remedy =>
        new(
            "Assign users if this cluster should have users.",
            "이 클러스터에 사용자가 필요하면 할당하십시오."
        );
}

public sealed record NodesWithoutUsers(string Nodes) : Problem
{
    protected override Words Words =>
        new($"No users are assigned to {Nodes}.", $"{Nodes}에 할당된 사용자가 없습니다.");

    protected override Words? Remedy =>
        new("Assign users evenly.", "사용자를 균등하게 할당하십시오.");
}

public sealed record DirectoryUriEmpty(int Total, string First) : Problem
{
    protected override Words Words =>
        new(
            $"Users without a directory URI: {Total} ({First}). Presence is not "
                + "affected.",
            $"디렉터리 URI가 없는 사용자: {Total}명({First}). 프레즌스에는 영향이 "
                + "없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Add one in the directory if IM addresses are based on it.",
            "IM 주소로 사용하려면 디렉터리에서 디렉터리 URI를 지정하십시오."
        );
}

public sealed record DirectoryUriInvalid(int Total, string First) : Problem
{
    protected override Words Words =>
        new(
            $"Users whose directory URI does not have the form user@domain: {Total} "
                + $"({First}).",
            $"디렉터리 URI가 user@domain 형식이 아닌 사용자: {Total}명({First})."
        );

    protected override Words? Remedy =>
        new("Correct it in the directory.", "디렉터리에서 수정하십시오.");
}

public sealed record RoleNone : Problem
{
    protected override Words Words =>
        new("Choose at least one role.", "역할을 하나 이상 선택하십시오.");
}
