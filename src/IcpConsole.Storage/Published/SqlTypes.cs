using System.Globalization;

namespace IcpConsole.Storage.Published;

/// <summary>
/// What becomes of values of different types that meet (IBM, <em>Informix Guide to SQL:
/// Reference</em>, "Data type conversion"): text next to a number is read as one, a number next to
/// text is written out, and a boolean meets only <c>'t'</c> and <c>'f'</c>, in either case.
/// </summary>
internal static class SqlTypes
{
    public static bool IsNumber(this SqlType type) =>
        type is SqlType.Integer or SqlType.Decimal;

    /// <summary>Two values that are compared.</summary>
    public static (Expression Left, Expression Right) Meet(
        Expression left,
        Expression right
    ) => (To(left, right.Type), To(right, left.Type));

    /// <summary>
    /// A value as it is compared with one of that type: where text meets a number, it is the text
    /// that is converted.
    /// </summary>
    private static Expression To(Expression value, SqlType other)
    {
        if (value.Type == SqlType.Condition || other == SqlType.Condition)
            throw SqlRefusedException.Syntax("a condition in place of a value");
        if (value.Type == other || value.Type == SqlType.Null || other == SqlType.Null)
            return value;
        if (value.Type.IsNumber() && (other.IsNumber() || other == SqlType.Text))
            return value;
        if (value.Type == SqlType.Text && other.IsNumber())
            return ToNumber(value);
        if (value.Type == SqlType.Text && other == SqlType.Boolean)
            return ToBoolean(value);
        if (value.Type == SqlType.Boolean && other == SqlType.Text)
            return value;
        throw SqlRefusedException.NoConversion();
    }

    public static Expression ToText(Expression value) =>
        value.Type switch
        {
            SqlType.Text or SqlType.Null => value,
            SqlType.Condition => throw SqlRefusedException.Syntax(
                "a condition in place of a value"
            ),
            _ => new Cast(value, null, IsPadded: false, SqlType.Text),
        };

    public static Expression ToInteger(Expression value) =>
        value.Type switch
        {
            SqlType.Integer or SqlType.Null => value,
            SqlType.Text => new Cast(value, null, IsPadded: false, SqlType.Integer),
            SqlType.Decimal => throw SqlRefusedException.Unsupported(
                "a number with a fraction"
            ),
            _ => throw SqlRefusedException.NoConversion(),
        };

    /// <summary>Values of which one is given: all become what they have in common.</summary>
    public static IReadOnlyList<Expression> Unite(IReadOnlyList<Expression> values)
    {
        var types = values.Select(v => v.Type).Where(t => t != SqlType.Null).ToHashSet();
        if (types.Contains(SqlType.Condition))
            throw SqlRefusedException.Syntax("a condition in place of a value");
        if (types.Count <= 1 || types.All(IsNumber))
            return values;
        return types.Contains(SqlType.Text)
            ? [.. values.Select(ToText)]
            : throw SqlRefusedException.NoConversion();
    }

    public static SqlType TypeOf(IEnumerable<Expression> values) =>
        values
            .Select(v => v.Type)
            .Where(t => t != SqlType.Null)
            .DefaultIfEmpty(SqlType.Null)
            .Max();

    private static Expression ToNumber(Expression text) =>
        text is Literal { Text: { } digits }
            ? decimal.TryParse(
                digits.Trim(),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? NumberOf(number)
                : throw SqlRefusedException.NoNumber()
            : new Cast(text, null, IsPadded: false, SqlType.Decimal);

    private static Literal NumberOf(decimal number) =>
        number == Math.Truncate(number) && Math.Abs(number) < long.MaxValue
            ? new Literal(
                ((long)number).ToString(CultureInfo.InvariantCulture),
                SqlType.Integer
            )
            : new Literal(number.ToString(CultureInfo.InvariantCulture), SqlType.Decimal);

    private static Literal ToBoolean(Expression text) =>
        text is Literal { Text: { } letter }
            ? letter.TrimEnd().ToUpperInvariant() switch
            {
                "T" => new Literal("t", SqlType.Boolean),
                "F" => new Literal("f", SqlType.Boolean),
                _ => throw SqlRefusedException.NoConversion(),
            }
            : throw SqlRefusedException.NoConversion();
}
