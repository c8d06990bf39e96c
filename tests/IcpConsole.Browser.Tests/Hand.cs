using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>With what a reader works the page.</summary>
public abstract class Hand
{
    public abstract Task PressAsync(ILocator control);

    public abstract Task TypeAsync(ILocator field, string text);

    public abstract Task TickAsync(ILocator box);

    public abstract Task ChooseAsync(ILocator list, string label);
}

/// <summary>The keyboard alone: Tab leads to every control, and keys work it.</summary>
public sealed class Keyboard(IPage page) : Hand
{
    /// <summary>More than any page has controls.</summary>
    private const int MostTabs = 400;

    public override async Task PressAsync(ILocator control)
    {
        await ReachAsync(control);
        await page.Keyboard.PressAsync("Enter");
    }

    public override async Task TypeAsync(ILocator field, string text)
    {
        await ReachAsync(field);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    public override async Task TickAsync(ILocator box)
    {
        await ReachAsync(box);
        await page.Keyboard.PressAsync("Space");
    }

    public override async Task ChooseAsync(ILocator list, string label)
    {
        var away = await AwayAsync(list, label);
        await ReachAsync(list);
        for (var i = 0; i < Math.Abs(away); i++)
            await page.Keyboard.PressAsync(away > 0 ? "ArrowDown" : "ArrowUp");
        await Expect(list.Locator("option:checked")).ToHaveTextAsync(label);
    }

    /// <summary>How far down the list the choice is.</summary>
    private static Task<int> AwayAsync(ILocator list, string label) =>
        list.EvaluateAsync<int>(
            "(l, label) => [...l.options].findIndex(o => o.label.trim() === label) - l.selectedIndex",
            label
        );

    private async Task ReachAsync(ILocator control)
    {
        await Expect(control).ToBeVisibleAsync();
        for (var i = 0; i < MostTabs; i++)
        {
            if (await control.EvaluateAsync<bool>("c => c === document.activeElement"))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab does not lead to {control}.");
    }
}

/// <summary>A finger on a phone, which has to be able to hit what it wants.</summary>
public sealed class Finger : Hand
{
    public override Task PressAsync(ILocator control) => control.TapAsync();

    public override async Task TypeAsync(ILocator field, string text)
    {
        await field.TapAsync();
        await field.FillAsync(text);
    }

    public override Task TickAsync(ILocator box) => box.TapAsync();

    public override Task ChooseAsync(ILocator list, string label) =>
        list.SelectOptionAsync(new SelectOptionValue { Label = label });
}
