import { startTelegramServer, type TelegramServer } from '../support/telegram-server.ts';
import { expect, open, test, useSharedApp } from './fixtures.ts';

let server: TelegramServer;

const shared = useSharedApp(async () => {
  server = await startTelegramServer();
  return { env: { API_SERVER_PORT: '0', TELEGRAM_API_ROOT: server.root } };
});
test.afterAll(() => server.close());

test('a token is checked at once, and the state says whose it is', async () => {
  const { page } = shared;
  await open(page, 'Channels');
  const state = page.getByRole('status', { name: 'State of Telegram' });
  await expect(state).toHaveText('Off');
  await page.getByLabel('Bot token', { exact: true }).fill('123456789:AAnobodysTokenOfThisServer');
  await page.getByLabel('Bot token', { exact: true }).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'refuses this token' })).toBeVisible();
  await page.getByLabel('Bot token', { exact: true }).fill(server.token);
  await page.getByLabel('Bot token', { exact: true }).press('Enter');
  await expect(page.getByText('@my_hermes_bot').first()).toBeVisible();
  await page.getByRole('switch', { name: 'Answer in Telegram' }).click();
  await expect(state).toContainText('Connected as @my_hermes_bot');
  expect(await page.content()).not.toContain(server.token);
});

test('somebody unknown waits with a code, is let in, and let out again', async () => {
  const { page } = shared;
  await open(page, 'Channels');
  const ann = server.person('Ann', 11);
  const chat = server.privateChat(ann);
  server.say(chat, ann, 'hello');
  const asked = await server.until(() => server.answers(chat)[0], 'the code');
  const code = /[A-HJ-NP-Z2-9]{8}/.exec(asked.text)![0];
  await expect(page.getByText(code)).toBeVisible();
  await page.getByRole('button', { name: 'Let Ann (@ann) in' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Revoke Ann (@ann)' })).toBeVisible();
  server.say(chat, ann, 'hello again');
  await server.until(() => server.answers(chat).length > 2, 'an answer');
  await page.getByRole('button', { name: 'Revoke Ann (@ann)' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Revoke Ann (@ann)' })).toBeHidden();
});

test('the state says why it fails', async () => {
  const { page } = shared;
  await open(page, 'Channels');
  server.revoke();
  server.poll();
  await expect(page.getByText(/^Token refused/)).toBeVisible();
});
