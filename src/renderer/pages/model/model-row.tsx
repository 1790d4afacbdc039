import { useEffect, useState } from 'preact/hooks';
import { providerKeyName } from '../../../shared/providers.ts';
import type { ModelChoice } from '../../../shared/desktop-state.ts';
import { messageOf, useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { SettingText } from '../../components/settings/setting-controls.tsx';
import { count } from '../../format.ts';

type Fetched =
  | { state: 'loading' }
  | { state: 'ready'; models: ModelChoice[] }
  | { state: 'failed'; why: string };

/** The model, typed or picked from what the provider lists. */
export function ModelRow() {
  const { api, state, attempt } = useApp();
  const { provider, baseUrl, model, contextWindow } = state.settings.value.values.model;
  const keyName = providerKeyName(provider);
  const hasKey = keyName !== undefined && state.settings.value.secrets[keyName];
  const [fetched, setFetched] = useState<Fetched>({ state: 'loading' });
  const [round, setRound] = useState(0);

  useEffect(() => {
    let current = true;
    setFetched({ state: 'loading' });
    api.listModels().then(
      (models) => current && setFetched({ state: 'ready', models }),
      (error: unknown) => current && setFetched({ state: 'failed', why: messageOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [api, provider, baseUrl, hasKey, round]);

  const models = fetched.state === 'ready' ? fetched.models : [];
  const known = models.find((each) => each.id === model)?.contextWindow;
  return (
    <>
      <SettingText
        section="model"
        field="model"
        label="Model"
        placeholder={models[0]?.id ?? 'Its id at the provider'}
        suggestions={models.map((each) => each.id)}
        hint={<span role="status">{describe(fetched)}</span>}
        action={
          <Button
            icon="rotate"
            label="Fetch the list of models again"
            onClick={() => setRound(round + 1)}
            disabled={fetched.state === 'loading'}
          />
        }
      />
      {fetched.state === 'failed' && (
        <p class="field-error inset" role="alert">
          <Icon name="error" />
          {fetched.why}
        </p>
      )}
      {known && known !== contextWindow && (
        <div class="suggestion">
          <span>
            The provider says that {model} reads {count(known)} tokens.
          </span>
          <Button
            onClick={() => attempt(() => api.updateSettings({ model: { contextWindow: known } }))}
          >
            Use that
          </Button>
        </div>
      )}
    </>
  );
}

function describe(fetched: Fetched): string {
  switch (fetched.state) {
    case 'loading':
      return 'Asking the provider for its models…';
    case 'failed':
      return 'The list could not be fetched. You can type the id.';
    case 'ready':
      if (fetched.models.length === 0) return 'The provider lists no models. You can type the id.';
      return fetched.models.length === 1
        ? 'The provider lists one model.'
        : `${count(fetched.models.length)} models to choose from; start typing.`;
  }
}
