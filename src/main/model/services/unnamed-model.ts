import { listModels } from './list-models.ts';
import type { Model } from '../model.ts';
import type { ConfiguredService } from './service.ts';
import { UpstreamError } from '../upstream/errors/upstream-error.ts';
import { nameAndAddress } from '../upstream/errors/failure.ts';

/** What lists hold that cannot chat. */
const noChat = /embed|\bbge\b|rerank|whisper|\btts\b|dall-e|moderation/i;

/**
 * The model of a service for which the person chose none: on this computer the first that can chat,
 * elsewhere the only one. It is looked up at the first call.
 * @param create makes the model once its id is known
 */
export function createUnnamedModel(
  service: ConfiguredService,
  contextWindow: number,
  create: (model: string) => Model,
): Model {
  let chosen: Model | undefined;
  return {
    get name() {
      return chosen?.name ?? service.label;
    },
    get contextWindow() {
      return chosen?.contextWindow ?? contextWindow;
    },
    get learned() {
      return chosen?.learned ?? [];
    },
    forgetLearned: () => chosen?.forgetLearned?.(),
    async complete(request, options) {
      chosen ??= create(await chooseModel(service, options.signal));
      return chosen.complete(request, options);
    },
  };
}

async function chooseModel(service: ConfiguredService, signal: AbortSignal): Promise<string> {
  const models = (await listModels(service, { signal })).map(({ id }) => id);
  const chatty = models.filter((id) => !noChat.test(id));
  const choice = service.local || chatty.length === 1 ? chatty[0] : undefined;
  if (choice !== undefined) return choice;
  const where = nameAndAddress(service);
  throw new UpstreamError(
    chatty.length === 0
      ? `${where} has no model that can chat yet. Load one there, then choose it under "Model" in Hermes Tray, Settings › Model.`
      : `${where} has ${chatty.length} models, and none is chosen. Choose one under "Model" in Hermes Tray, Settings › Model, or in HERMES_MODEL.`,
    { kind: 'protocol', transient: false },
  );
}
