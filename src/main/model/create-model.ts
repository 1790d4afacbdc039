import type { Settings } from '../../shared/settings.ts';
import { createDemoModel } from './demo/demo-model.ts';
import type { Model } from './model.ts';
import { isOllama, withOllamaContext } from './services/ollama-context.ts';
import { baseUrlOf, serviceOf, type ConfiguredService } from './services/service.ts';
import { createUnnamedModel } from './services/unnamed-model.ts';
import type { ServiceMemory } from './upstream/dialect/service-memory.ts';
import { UpstreamError } from './upstream/errors/upstream-error.ts';
import type { UpstreamLogger } from './upstream/upstream-logger.ts';
import { createUpstreamModel } from './upstream/upstream-model.ts';

/** Forgets what was learned of the service that the settings name, of all its models. */
export function forgetService(memory: ServiceMemory, settings: Settings['model']): void {
  const baseUrl = baseUrlOf(settings);
  if (baseUrl !== undefined) memory.forget({ baseUrl });
}

/**
 * The model that the settings name. Never throws: what is wrong with the settings is told by each
 * call, so that a host with a bad address still starts.
 * @param apiKey the provider's, where there is one
 * @param parts.memory of what services do not take
 */
export function createModel(
  settings: Settings['model'],
  apiKey: string | undefined,
  { logger, memory }: { logger: UpstreamLogger; memory: ServiceMemory },
): Model {
  const { contextWindow } = settings;
  if (settings.provider === 'demo') return createDemoModel({ contextWindow });
  let service: ConfiguredService;
  try {
    service = serviceOf(settings, apiKey);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { name: settings.model, contextWindow, complete: () => Promise.reject(error) };
  }
  const firstByteTimeoutMs = settings.firstByteTimeoutSeconds * 1000;
  const named = (name: string): Model => {
    const model = createUpstreamModel({
      ...service,
      model: name,
      contextWindow,
      firstByteTimeoutMs,
      betweenChunksTimeoutMs: settings.betweenChunksTimeoutSeconds * 1000,
      memory,
      logger,
    });
    return isOllama(settings.provider, service.baseUrl)
      ? withOllamaContext(model, service, firstByteTimeoutMs)
      : model;
  };
  return settings.model === ''
    ? createUnnamedModel(service, contextWindow, named)
    : named(settings.model);
}
