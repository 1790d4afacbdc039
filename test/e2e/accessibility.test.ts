import { stable } from '../support/x-screen.ts';
import { axeViolations } from './axe.ts';
import { expect, open, test, useSharedApp, type PageTitle } from './fixtures.ts';

const shared = useSharedApp(() => ({
  env: { API_SERVER_PORT: '0', HERMES_STREAMING_ENABLED: 'false' },
}));

const pages: readonly PageTitle[] = [
  'Server',
  'Streaming',
  'Model',
  'Agent',
  'Connect',
  'Channels',
  'Tasks',
  'Activity',
  'Logs',
  'App',
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const title of pages) {
    test(`${title} has no axe violation in the ${colorScheme} theme`, async () => {
      const { page } = shared;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, title);
      await page.locator('details').evaluateAll((all: HTMLDetailsElement[]) => {
        for (const details of all) details.open = true;
      });
      expect(await axeViolations(page)).toEqual([]);
    });
  }

  test(`dialogs and errors have no axe violation in the ${colorScheme} theme`, async () => {
    const { page } = shared;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page, 'Server');
    await page.getByLabel('Extra host names').fill('http://');
    await page.getByRole('button', { name: 'Remove…' }).click();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await open(page, 'Agent');
    await page.getByRole('button', { name: 'Add server…' }).click();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
}

for (const title of pages) {
  test(`every control of ${title} is reached by the Tab key and shows that it has the focus`, async () => {
    const { page } = shared;
    await open(page, title);
    // What a page fetches (tools, models, runs) is there before the controls are counted.
    await stable('the controls', () => page.locator('button, input, select, summary').count());
    const missed = await page.evaluate(() => {
      const selector = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
      const all = [...document.querySelectorAll<HTMLElement>(selector)].filter(
        (element) => !element.matches(':disabled') && element.checkVisibility(),
      );
      for (const element of all) element.dataset.control = 'waiting';
      (document.activeElement as HTMLElement | null)?.blur();
      return all.length;
    });
    expect(missed).toBeGreaterThan(8);

    for (let presses = 0; presses < missed + 10; presses += 1) {
      await page.keyboard.press('Tab');
      await page.evaluate(() => {
        const element = document.activeElement as HTMLElement | null;
        if (!element?.dataset.control) return;
        // The ring is drawn by the control, or by the label around a radio button.
        const around = [element, element.closest('label'), element.nextElementSibling];
        const ring = around.some((each) => each && getComputedStyle(each).outlineStyle !== 'none');
        element.dataset.control = ring ? 'reached' : 'no ring';
      });
    }
    const left = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[data-control]')]
        .filter((element) => {
          if (element.dataset.control === 'reached') return false;
          // Of a group of radio buttons one is in the tab order; arrows reach the others.
          const { name, type } = element as HTMLInputElement;
          const group = `input[type=radio][name="${name}"][data-control=reached]`;
          return type !== 'radio' || !document.querySelector(group);
        })
        .map((element) => `${element.dataset.control}: ${element.outerHTML.slice(0, 160)}`),
    );
    expect(left).toEqual([]);
  });
}

test('no page is wider than the smallest window', async () => {
  const { page, running } = shared;
  const sizes = await running.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const before = window!.getSize();
    window!.setSize(...(window!.getMinimumSize() as [number, number]));
    return { before, smallest: window!.getMinimumSize() };
  });
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(sizes.smallest[0]);
  const wide: string[] = [];
  for (const title of pages) {
    await open(page, title);
    if (title === 'Connect') await page.getByRole('radio', { name: 'Open WebUI' }).check();
    await page.locator('details').evaluateAll((all: HTMLDetailsElement[]) => {
      for (const details of all) details.open = true;
    });
    const over = await page
      .locator('.page')
      .evaluate((element) => element.scrollWidth - element.clientWidth);
    if (over > 0) wide.push(`${title}: ${over} px`);
  }
  await running.app.evaluate(({ BrowserWindow }, [width, height]) => {
    BrowserWindow.getAllWindows()[0]!.setSize(width!, height!);
  }, sizes.before);
  expect(wide).toEqual([]);
});

test('a switch, a choice and a page are worked by keys alone', async () => {
  const { page } = shared;
  await open(page, 'Server');
  await page.getByRole('navigation').getByRole('button', { name: 'App' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'App' })).toBeFocused();
  const login = page.getByRole('switch', { name: 'Start at login' });
  await login.focus();
  await page.keyboard.press('Space');
  await expect(login).toBeChecked();
  await page.getByRole('radio', { name: 'System' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
});

test('Escape closes a dialog, and the focus returns to what opened it', async () => {
  const { page } = shared;
  for (const [title, name] of [
    ['Server', 'New key…'],
    ['Server', 'Remove…'],
    ['Agent', 'Add server…'],
    ['App', 'Reset…'],
  ] as const) {
    await open(page, title);
    const opener = page.getByRole('button', { name, exact: true });
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    expect(await dialog.evaluate((each) => each.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  }
});

test('the keyboard keeps its place when what had the focus goes away', async () => {
  const { page } = shared;
  await open(page, 'Agent');
  for (const name of ['first', 'second']) {
    await page.getByRole('button', { name: 'Add server…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'URL' }).check();
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:9/mcp');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('switch', { name: `Use ${name}` })).toBeVisible();
  }
  const remove = async (name: string) => {
    await page.getByRole('button', { name: `Remove ${name}` }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('switch', { name: `Use ${name}` })).toBeHidden();
  };
  const servers = page.getByRole('region', { name: 'MCP servers' }).locator(':focus');
  await remove('first');
  await expect(servers).toBeVisible();
  await remove('second');
  await expect(servers).toBeVisible();
});
