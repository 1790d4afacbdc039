import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Card, Notice, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';

/** Where the commands of the agent and its MCP servers find programs. */
export function EnvironmentSection() {
  const { api, state, attempt } = useApp();
  const { from, shell, problem, reading, path, added } = state.environment.value;
  return (
    <Section
      title="Programs"
      intro="Commands and MCP servers find what your terminal finds: the files of your login shell are read when the server starts."
    >
      {problem !== null && (
        <Notice kind="warning" title="Your login shell could not be read">
          <p>{problem}</p>
        </Notice>
      )}
      <Card>
        <Row id="environment" label="Environment" hint={sourceOf(from, shell)} group>
          <Button
            icon="rotate"
            onClick={() => void attempt(api.reloadEnvironment, 'The environment was read again')}
            disabled={reading || shell === null}
          >
            {reading ? 'Reading…' : 'Reload'}
          </Button>
        </Row>
        <Row id="search-path" label="PATH" hint="Programs are sought in this order." group stacked>
          <ol class="path-list mono" aria-labelledby="search-path-label" tabIndex={0}>
            {path.map((folder) => (
              <li key={folder}>{folder}</li>
            ))}
          </ol>
        </Row>
        {added.length > 0 && (
          <Row id="added-variables" label="From your shell" group stacked>
            <p class="hint mono wrap">{added.join(', ')}</p>
          </Row>
        )}
      </Card>
    </Section>
  );
}

function sourceOf(from: 'own' | 'shell', shell: string | null): string {
  if (from === 'shell') return `As in a terminal: from ${shell}.`;
  return 'The one in which the app was started.';
}
