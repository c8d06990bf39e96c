namespace IcpConsole.Domain;

/// <summary>
/// What is wrong with the disk, or with what is kept on it, where an exception stands for that;
/// null where it stands for a fault of this program.
/// </summary>
/// <param name="exception">Whatever was thrown.</param>
/// <param name="file">What was being used, for people.</param>
public delegate Problem? ExplainFault(Exception exception, string file = "");
