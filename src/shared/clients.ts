import { bigAgi } from './clients/chat-apps/big-agi.ts';
import { chatbox } from './clients/chat-apps/chatbox.ts';
import { cherryStudio } from './clients/chat-apps/cherry-studio.ts';
import { jan } from './clients/chat-apps/jan.ts';
import { lobechat } from './clients/chat-apps/lobechat.ts';
import { nextchat } from './clients/chat-apps/nextchat.ts';
import type { Client, ConnectableClient } from './clients/client.ts';
import { codex } from './clients/coding/codex.ts';
import { opencode } from './clients/coding/opencode.ts';
import { langchain } from './clients/libraries/langchain.ts';
import { litellm } from './clients/libraries/litellm.ts';
import { openaiAgents } from './clients/libraries/openai-agents.ts';
import { openaiNode } from './clients/libraries/openai-node.ts';
import { openaiPython } from './clients/libraries/openai-python.ts';
import { vercelAiSdk } from './clients/libraries/vercel-ai-sdk.ts';
import { aiohttp } from './clients/plain-http/aiohttp.ts';
import { browser } from './clients/plain-http/browser.ts';
import { curl } from './clients/plain-http/curl.ts';
import { fetchCaller } from './clients/plain-http/fetch.ts';
import { httpTools } from './clients/plain-http/http-tools.ts';
import { other } from './clients/plain-http/other.ts';
import { pythonHttp } from './clients/plain-http/python-http.ts';
import { unnamed } from './clients/plain-http/unnamed.ts';
import { anythingllm } from './clients/self-hosted/anythingllm.ts';
import { chatUi } from './clients/self-hosted/chat-ui.ts';
import { librechat } from './clients/self-hosted/librechat.ts';
import { openWebui } from './clients/self-hosted/open-webui.ts';

/** Every client we know how to connect, in the order in which they are offered; the last is any other. */
export const clients: readonly ConnectableClient[] = [
  chatbox,
  jan,
  nextchat,
  lobechat,
  bigAgi,
  cherryStudio,
  openWebui,
  librechat,
  anythingllm,
  chatUi,
  openaiPython,
  openaiNode,
  vercelAiSdk,
  openaiAgents,
  langchain,
  codex,
  opencode,
  curl,
  other,
];

/**
 * Every client of which we know something, in the order in which they are looked for: of two whose
 * signs fit, the first is meant.
 */
export const knownClients: readonly Client[] = [
  chatbox,
  jan,
  nextchat,
  lobechat,
  bigAgi,
  cherryStudio,
  openWebui,
  librechat,
  anythingllm,
  chatUi,
  codex,
  opencode,
  // A framework names itself beside the library that it is built on, so it stands before it.
  openaiAgents,
  langchain,
  vercelAiSdk,
  litellm,
  openaiPython,
  openaiNode,
  curl,
  fetchCaller,
  pythonHttp,
  aiohttp,
  httpTools,
  browser,
  unnamed,
  other,
];

/** The connectable client of an id; of one we do not know, what holds for any client. */
export function clientById(id: string): ConnectableClient {
  return clients.find((client) => client.id === id) ?? other;
}
