import { providerPresets } from '../../../shared/providers.ts';
import type { ProviderId } from '../../../shared/settings.ts';
import { useApp } from '../../app-state.ts';
import { Lock } from '../../components/settings/row.tsx';
import { unlockedFields, useSetting } from '../../settings.ts';
import { recallProvider, rememberProvider } from './left-providers.ts';

/** One tile for each model service. Choosing one brings its address, and what was set for it before. */
export function ProviderPicker() {
  const { api, state, attempt } = useApp();
  const setting = useSetting('model', 'provider');
  const { locked, values } = state.settings.value;
  const choose = (provider: ProviderId): Promise<boolean> =>
    attempt(() => {
      const { provider: left, baseUrl, model } = values.model;
      rememberProvider(localStorage, left, { baseUrl, model });
      const fields = { provider, ...recallProvider(localStorage, provider) };
      return api.updateSettings({ model: unlockedFields('model', fields, locked) });
    });
  return (
    <>
      {setting.locked && <Lock locked={setting.locked} />}
      <div class="tiles" role="radiogroup" aria-label="Provider">
        {providerPresets.map((preset) => (
          <label class="tile" key={preset.id}>
            <input
              type="radio"
              name="provider"
              value={preset.id}
              checked={setting.value === preset.id}
              disabled={setting.locked !== undefined}
              onChange={() => void choose(preset.id)}
            />
            <strong>{preset.name}</strong>
            <span class="hint">{preset.about}</span>
          </label>
        ))}
      </div>
    </>
  );
}
