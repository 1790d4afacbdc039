import { providerPresets, type ProviderPreset } from '../../../shared/providers.ts';
import { useApp } from '../../app-state.ts';
import { Lock } from '../../components/row.tsx';
import { unlockedFields, useSetting } from '../../settings.ts';

/** One tile for each model service. Choosing one also sets its address. */
export function ProviderPicker() {
  const { api, state, attempt } = useApp();
  const setting = useSetting('model', 'provider');
  const { locked } = state.settings.value;
  const choose = (preset: ProviderPreset): Promise<boolean> =>
    attempt(() => {
      const { id, baseUrl } = preset;
      // Another service has other models.
      const fields = { provider: id, model: '', ...(baseUrl && { baseUrl }) };
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
              onChange={() => void choose(preset)}
            />
            <strong>{preset.name}</strong>
            <span class="hint">{preset.about}</span>
          </label>
        ))}
      </div>
    </>
  );
}
