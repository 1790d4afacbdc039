/** Sites that a window may open in the browser: clients, providers, search services, our own. */
const hosts: ReadonlySet<string> = new Set([
  'github.com',
  'chatboxai.app',
  'jan.ai',
  'app.nextchat.dev',
  'lobehub.com',
  'www.librechat.ai',
  'docs.openwebui.com',
  'anythingllm.com',
  'huggingface.co',
  'big-agi.com',
  'platform.openai.com',
  'openrouter.ai',
  'portal.nousresearch.com',
  'ollama.com',
  'lmstudio.ai',
  'brave.com',
  'api-dashboard.search.brave.com',
  'app.tavily.com',
  'dashboard.exa.ai',
  'docs.searxng.org',
  'modelcontextprotocol.io',
]);

/** Whether a link may leave the window for the browser: https, no credentials, a known site. */
export function isAllowedLink(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const url = new URL(link);
  return (
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.port === '' &&
    hosts.has(url.hostname)
  );
}
