import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SecretName } from '../../../shared/settings.ts';
import { messageOf, useApp } from '../../app-state.ts';
import { Button } from '../button.tsx';
import { describedBy, Row } from './row.tsx';

/**
 * A key of some service. It is written here and never shown again: the window only knows whether
 * there is one.
 */
export function SecretRow(props: {
  name: SecretName;
  label: string;
  hint?: ComponentChildren;
  placeholder?: string;
  /** Looks whether a value that was saved holds; resolves with what is to be said of it. */
  check?: () => Promise<string>;
}) {
  const { api, state, say } = useApp();
  const [draft, setDraft] = useState('');
  const [error, setError] = useState<string | null>(null);
  const { secrets, locked } = state.settings.value;
  const id = `secret-${props.name}`;
  const isSet = secrets[props.name];
  const lock = locked.find((each) => each.path === `secret.${props.name}`);

  const save = async (value: string, done: string): Promise<void> => {
    try {
      await api.setSecret({ name: props.name, value });
      setDraft((now) => (now.trim() === value || value === '' ? '' : now));
      setError(null);
      say(value !== '' && props.check ? await props.check() : done);
    } catch (thrown) {
      setError(messageOf(thrown));
    }
  };

  return (
    <Row {...props} id={id} error={error} locked={lock} stacked>
      <input
        class="input mono"
        type="password"
        autocomplete="off"
        spellcheck={false}
        {...describedBy(id, { error, hint: props.hint })}
        value={draft}
        placeholder={
          isSet ? '•••••••••••• saved; type to replace it' : (props.placeholder ?? 'None')
        }
        disabled={lock !== undefined}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onChange={(event) => {
          const value = event.currentTarget.value.trim();
          if (value !== '') void save(value, `${props.label} saved`);
        }}
      />
      {isSet && !lock && (
        <Button onClick={() => save('', `${props.label} removed`)} label={`Remove ${props.label}`}>
          Remove
        </Button>
      )}
    </Row>
  );
}

/** Where a key is to be had; opens in the browser. */
export function KeySource({ url }: { url: string }) {
  const { api, attempt } = useApp();
  return (
    <>
      Get one at{' '}
      <button
        type="button"
        class="link"
        onClick={() => void attempt(() => api.openExternal({ url }))}
      >
        {new URL(url).hostname}
      </button>
      .
    </>
  );
}
