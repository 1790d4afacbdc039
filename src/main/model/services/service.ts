import { providerPreset } from '../../../shared/providers.ts';
import type { Settings } from '../../../shared/settings.ts';
import { isLoopbackUrl } from '../upstream/http/loopback.ts';
import type { PromptCache } from '../upstream/prompt-cache.ts';
import type { ApiChoice } from '../upstream/wire-api.ts';
import { UpstreamError } from '../upstream/errors/upstream-error.ts';
import type { UpstreamService } from '../upstream/errors/failure.ts';

/** The model service that the settings name; its address is fit to append `/chat/completions` to. */
export interface ConfiguredService extends UpstreamService {
  apiKey?: string;
  /** Runs on this computer. */
  local: boolean;
}

/** OpenAI's own hosts, those of its regions included. */
const openAi = /(^|\.)api\.openai\.com$/;

/**
 * The API that the person chose; else the Responses API for a preset that says so, or for OpenAI by its
 * address.
 */
function apiChoice({ api, provider }: Settings['model'], baseUrl: string): { api?: ApiChoice } {
  if (api !== 'auto') return { api: { first: api, fixed: true } };
  const responses =
    providerPreset(provider).api === 'responses' || openAi.test(new URL(baseUrl).hostname);
  return responses ? { api: { first: 'responses', fixed: false } } : {};
}

/** By which a model of Anthropic's is known behind other services. */
const claude = /(^|[/.])(anthropic|claude)/i;

/** How the service keeps prompts, by its preset or its address. */
function promptCache(
  { provider, model }: Settings['model'],
  baseUrl: string,
): { promptCache?: PromptCache } {
  const { hostname } = new URL(baseUrl);
  if (provider === 'openai' || openAi.test(hostname)) return { promptCache: 'key' };
  const isRouter = provider === 'openrouter' || hostname === 'openrouter.ai';
  const takesDirective = (isRouter && claude.test(model)) || hostname === 'api.anthropic.com';
  return takesDirective ? { promptCache: 'directive' } : {};
}

/** Whether the service that the settings name runs on this computer. */
export function isLocalService(settings: Settings['model']): boolean {
  const baseUrl = baseUrlOf(settings);
  const { local } = providerPreset(settings.provider);
  return local || (baseUrl !== undefined && isLoopbackUrl(baseUrl));
}

/**
 * The service behind the settings: the preset's address where the person gave none.
 * @throws {UpstreamError} when there is no address, or none that can be used
 */
export function serviceOf(
  settings: Settings['model'],
  apiKey: string | undefined,
): ConfiguredService {
  const preset = providerPreset(settings.provider);
  const label = settings.provider === 'custom' ? 'the model service' : preset.name;
  const baseUrl = baseUrlOf(settings);
  if (baseUrl === undefined) {
    const address = settings.baseUrl || preset.baseUrl;
    throw new UpstreamError(
      address === ''
        ? 'No address of a model service is set. Enter it under "Base URL" in Hermes Tray, Settings › Model, or in OPENAI_BASE_URL.'
        : `"${address}" is no address of a model service. Correct "Base URL" in Hermes Tray, Settings › Model: it begins with http:// or https://.`,
      { kind: 'protocol', transient: false },
    );
  }
  return {
    label,
    baseUrl,
    model: settings.model,
    hasKey: Boolean(apiKey),
    ...(apiKey ? { apiKey } : {}),
    ...apiChoice(settings, baseUrl),
    ...promptCache(settings, baseUrl),
    local: isLocalService(settings),
  };
}

/** The address of the service that the settings name; undefined where it is none that can be used. */
export function baseUrlOf({ baseUrl, provider }: Settings['model']): string | undefined {
  return normaliseBaseUrl(baseUrl || providerPreset(provider).baseUrl);
}

/**
 * An address as people paste it, as the API's root: without slashes at the end, without the path of
 * one call, and with `/v1` where there is no path at all. Undefined when it is no http(s) URL.
 */
export function normaliseBaseUrl(address: string): string | undefined {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  url.hash = '';
  url.search = '';
  const path = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/(chat\/completions|models|responses)$/, '');
  url.pathname = path === '' ? '/v1' : path;
  return url.href.replace(/\/+$/, '');
}

/** Services that are known to give the model every system message, wherever it stands. */
const keepSystemMessages = new Set([
  'api.openai.com',
  'api.anthropic.com',
  'generativelanguage.googleapis.com',
  'api.x.ai',
]);

/** Whether a service keeps every system message; behind others stand chat templates that may not. */
export function keepsEverySystemMessage(settings: Settings['model']): boolean {
  if (settings.provider === 'demo') return true;
  const address = settings.baseUrl || providerPreset(settings.provider).baseUrl;
  return URL.canParse(address) && keepSystemMessages.has(new URL(address).hostname);
}
