import { providerPresets, type ProviderPreset } from '../../../shared/providers.ts';
import { useApp } from '../../app-state.ts';
import { Lock } from '../../components/row.tsx';
import { useSetting } from '../../settings.ts';

/** One tile for each model service. Choosing one also sets its address. */
export function ProviderPicker() {
  const { api, state, attempt } = useApp();
  const setting = useSetting('model', 'provider');
  const urlLocked = state.settings.value.locked.some((each) => each.path === 'model.baseUrl');
  const choose = (preset: ProviderPreset): Promise<boolean> =>
    attempt(() =>
      api.updateSettings({
        model: {
          provider: preset.id,
          // Another service has other models.
          model: '',
          ...(preset.baseUrl && !urlLocked && { baseUrl: preset.baseUrl }),
        },
      }),
    );
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
