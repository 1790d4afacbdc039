import type { Settings } from '../../shared/settings.ts';
import type { Model } from './model.ts';
import { createUpstreamModel, type UpstreamLogger } from './upstream-model.ts';

/** The model that the settings name. */
export function createModel(
  settings: Settings['model'],
  apiKey: string | undefined,
  logger: UpstreamLogger,
): Model {
  return createUpstreamModel({
    label: settings.provider,
    baseUrl: settings.baseUrl.replace(/\/+$/, ''),
    apiKey,
    model: settings.model,
    contextWindow: settings.contextWindow,
    firstByteTimeoutMs: settings.firstByteTimeoutSeconds * 1000,
    betweenChunksTimeoutMs: settings.betweenChunksTimeoutSeconds * 1000,
    logger,
  });
}
