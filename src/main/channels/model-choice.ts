import type { Model } from '../model/model.ts';
import { serviceOf } from '../model/services/service.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { ModelChoiceParts } from './gateway/commands.ts';

/** Which model answers, as people may look it up and choose it from a chat. */
export function modelChoice(parts: {
  settings: SettingsStore;
  model: () => Model;
  providerKey: () => string | undefined;
}): ModelChoiceParts {
  const { settings, model, providerKey } = parts;
  return {
    current: () => model().name,
    async list() {
      const { current } = settings;
      if (current.model.provider === 'demo') return [];
      const { listModels } = await import('../model/services/list-models.ts');
      const models = await listModels(serviceOf(current.model, providerKey()));
      return models.map(({ id }) => id);
    },
    choose: (name) => void settings.update({ model: { model: name } }),
  };
}
