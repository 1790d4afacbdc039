import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { freePort } from '../../../e2e/ports.ts';
import { installPython } from '../libraries/installed.ts';
import { openPage } from './page.ts';
import { startProgram } from './served-program.ts';

/** The one whose pages the steps below were written on. */
const release = 'open-webui==0.12.4';

/** A real Open WebUI with a person before it. */
export interface OpenWebui {
  page: Page;
  /** Does what our guide says, from the first page to a chat with the model. */
  connect(address: string, key: string, headers: Record<string, string>): Promise<void>;
  /** Presses API Type in the connection's window, which goes on to the next one. */
  toggleApiType(): Promise<void>;
  /** Switches off the tools that it adds to every chat, as our guide says. */
  switchOffBuiltinTools(): Promise<void>;
  newChat(): Promise<void>;
  send(text: string, files?: string[]): Promise<void>;
  stop(): Promise<void>;
  /** Try Again, below the last answer. */
  tryAgain(): Promise<void>;
  /** The last answer, complete or not. */
  answer(): Locator;
  /** Resolves when nothing is being answered. */
  answered(): Promise<void>;
  close(): Promise<void>;
}

/** Installs it where it is not, starts it and opens its page. It takes a minute and 1.3 GB of memory. */
export async function startOpenWebui(): Promise<OpenWebui> {
  const { env } = await installPython([release], '>=3.11,<3.13');
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-open-webui-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = await startProgram({
    command: 'open-webui',
    args: ['serve', '--host', '127.0.0.1', '--port', `${port}`],
    cwd: folder,
    env: {
      ...env,
      HOME: folder,
      DATA_DIR: path.join(folder, 'data'),
      WEBUI_AUTH: 'False',
      OFFLINE_MODE: 'True',
      HF_HUB_OFFLINE: '1',
      ENABLE_OLLAMA_API: 'False',
      RAG_EMBEDDING_ENGINE: 'openai',
      BYPASS_EMBEDDING_AND_RETRIEVAL: 'True',
    },
    readyUrl: `${url}/health`,
    readyWithinMs: 300_000,
  });
  const person = await openPage();
  const { page } = person;
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const settings = async (section: string): Promise<Locator> => {
    await page.goto(url);
    await button('User menu').last().click();
    await page.getByRole('menu').getByText('Settings', { exact: true }).click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByText(section, { exact: true }).click();
    return dialog;
  };
  const saveConnection = async (): Promise<void> => {
    await page.getByRole('dialog').last().getByRole('button', { name: 'Save' }).click();
    await page.getByText('OpenAI API settings updated').waitFor();
  };
  const newChat = async (): Promise<void> => {
    await page.goto(url);
    await page.getByLabel(/^Selected model: hermes-agent/).waitFor();
  };

  return {
    page,
    async connect(address, key, headers) {
      await page.goto(url);
      await page.getByText("Okay, Let's Go!").click();
      await settings('Connections');
      await button('Add Connection').click();
      const window = page.getByRole('dialog').last();
      await window.getByLabel('URL', { exact: true }).fill(address);
      await window.getByPlaceholder('API Key').last().fill(key);
      await window.getByText('Advanced', { exact: true }).click();
      await window.getByPlaceholder(/additional headers/).fill(JSON.stringify(headers));
      await window.getByRole('button', { name: 'Verify Connection' }).click();
      await page.getByText('Server connection verified').waitFor();
      await saveConnection();
      await page.getByRole('switch', { name: 'Enabled' }).first().click();
      await page.getByText('OpenAI API settings updated').nth(1).waitFor();
      await newChat();
    },
    async toggleApiType() {
      await settings('Connections');
      await button('Configure').last().click();
      const window = page.getByRole('dialog').last();
      await window.getByText(/^(Chat Completions|Responses)$/).click();
      await saveConnection();
    },
    async switchOffBuiltinTools() {
      const dialog = await settings('Models');
      await dialog.getByRole('button', { name: 'Edit' }).click();
      await dialog.getByText('Capabilities', { exact: true }).click();
      await dialog.getByRole('switch', { name: 'Builtin Tools' }).click();
      await button('Save & Update').click();
      await page.getByText(/updated successfully/).waitFor();
    },
    newChat,
    async send(text, files = []) {
      if (files.length > 0) {
        const chosen = page.waitForEvent('filechooser');
        await page.locator('#input-menu-button').click();
        await page.getByText('Upload Files').click();
        await (await chosen).setFiles(files);
        for (const file of files.filter((each) => each.endsWith('.txt'))) {
          await page.getByText(path.basename(file)).waitFor();
        }
      }
      await page.locator('#chat-input').fill(text);
      await button('Send message').click();
    },
    stop: () => button('Stop').click(),
    async tryAgain() {
      await button('Regenerate').last().click();
      await page.getByText('Try Again', { exact: true }).click();
    },
    answer: () => page.locator('.chat-assistant').last(),
    async answered() {
      await button('Stop').waitFor({ state: 'detached' });
    },
    async close() {
      await person.close();
      await program.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
