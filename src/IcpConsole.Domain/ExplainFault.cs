namespace IcpConsole.Domain;

/// <summary>What is wrong with the disk, or with what is kept on it, where an exception stands for that; null where it stands for a fault of this program.</summary>
public delegate Problem? ExplainFault(Exception exception);
