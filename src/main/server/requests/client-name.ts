import type { IncomingHttpHeaders } from 'node:http';

/** Chat programs by what their requests carry, in the headers that tell the most first. */
const knownClients: readonly [RegExp, string][] = [
  [/chatbox/i, 'ChatBox'],
  [/open-?webui/i, 'Open WebUI'],
  [/nextchat|chatgpt-next-web/i, 'NextChat'],
  [/lobe-?(chat|hub)/i, 'LobeChat'],
  [/librechat/i, 'LibreChat'],
  [/anythingllm/i, 'AnythingLLM'],
  [/big-agi/i, 'big-AGI'],
  [/cherry-?studio/i, 'Cherry Studio'],
  [/huggingchat|chat-ui/i, 'HF Chat-UI'],
  [/\bjan(\.ai)?\b|^tauri:\/\/localhost$/i, 'Jan'],
];

const longestName = 80;

/**
 * Who called, for people: a chat program's name where a header gives it away, else the first product
 * of the User-Agent ("OpenAI/JS 6.49.0", "curl/8.5.0"). Clients may lie: never decide by it.
 */
export function clientName(headers: IncomingHttpHeaders): string {
  const title = single(headers['x-title']);
  const agent = headers['user-agent'];
  const page = headers.referer ?? headers.origin;
  for (const text of [title, agent, page]) {
    const known = text && knownClients.find(([pattern]) => pattern.test(text));
    if (known) return known[1];
  }
  if (headers['x-openwebui-chat-id'] !== undefined) return 'Open WebUI';
  const plain = title ?? (isBrowser(agent) && page ? `Web page ${page}` : firstProduct(agent));
  return plain === undefined ? 'Unknown client' : printable(plain);
}

function isBrowser(agent: string | undefined): boolean {
  return agent?.startsWith('Mozilla/') ?? false;
}

/** `OpenAI/JS 6.49.0 (linux)` up to the parenthesis; of a list of products, the first. */
function firstProduct(agent: string | undefined): string | undefined {
  return /^OpenAI\/\S+ [\d.]+|^[^\s(]+/.exec(agent?.trim() ?? '')?.[0];
}

/** The name stands in the approvals dialog: nothing in it may bend the text around it. */
function printable(name: string): string {
  return name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').slice(0, longestName);
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
