import { useEffect, useState } from 'preact/hooks';
import type { LocalServerView } from '../../../shared/desktop-state.ts';
import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/layout.tsx';
import { unlockedFields } from '../../settings.ts';

/** Model servers that answer on this computer and are not in use, each offered with one click. */
export function LocalServers() {
  const { api, state, attempt } = useApp();
  const current = state.settings.value.values.model;
  const [found, setFound] = useState<readonly LocalServerView[]>([]);

  useEffect(() => {
    let here = true;
    // Finding none is no failure: nothing is offered then.
    api.findLocalServers().then(
      (servers) => here && setFound(servers),
      () => here && setFound([]),
    );
    return () => {
      here = false;
    };
  }, [api]);

  const fixed = state.settings.value.locked.some((each) => each.path === 'model.baseUrl');
  const offered = found.filter(
    (server) =>
      !fixed && (server.provider !== current.provider || server.baseUrl !== current.baseUrl),
  );
  const use = ({ name, provider, baseUrl, models }: LocalServerView): Promise<boolean> => {
    const fields = { provider, baseUrl, model: models[0] ?? '' };
    const { locked } = state.settings.value;
    return attempt(
      () => api.updateSettings({ model: unlockedFields('model', fields, locked) }),
      `${name} is in use`,
    );
  };
  return (
    <>
      {offered.map((server) => (
        <Notice
          key={server.baseUrl}
          kind="info"
          title={`${server.name} answers on this computer`}
          live
          action={
            <Button kind="primary" onClick={() => use(server)}>
              Use {server.name}
            </Button>
          }
        >
          <p>
            {server.models.length === 0
              ? 'It has no model yet.'
              : server.models.slice(0, 4).join(', ') +
                (server.models.length > 4 ? ` and ${server.models.length - 4} more` : '')}
          </p>
        </Notice>
      ))}
    </>
  );
}
