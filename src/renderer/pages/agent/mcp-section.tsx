import { useState } from 'preact/hooks';
import type { McpServer } from '../../../shared/settings.ts';
import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Card, Empty, Section } from '../../components/layout.tsx';
import { Lock } from '../../components/settings/row.tsx';
import { SettingNumber } from '../../components/settings/setting-controls.tsx';
import { McpState } from './mcp-state.tsx';
import { McpDialog } from './mcp-dialog.tsx';
import { emptyForm, toForm, type McpForm } from './mcp-form.ts';

/** The MCP servers whose tools the agent may use. */
export function McpSection() {
  const { api, state, attempt } = useApp();
  const { values, locked } = state.settings.value;
  const servers = values.mcpServers;
  const states = state.mcp.value;
  const lock = locked.find((each) => each.path === 'mcpServers');
  const [editing, setEditing] = useState<{ form: McpForm; replaces: string | null } | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);

  const save = (next: Record<string, McpServer>, done: string): Promise<boolean> =>
    attempt(() => api.updateSettings({ mcpServers: next }), done);
  const without = (name: string): Record<string, McpServer> =>
    Object.fromEntries(Object.entries(servers).filter(([each]) => each !== name));

  return (
    <Section
      title="MCP servers"
      intro="Tools of other programs and services, by the Model Context Protocol."
      action={
        !lock && (
          <Button icon="plus" onClick={() => setEditing({ form: emptyForm, replaces: null })}>
            Add server…
          </Button>
        )
      }
    >
      {lock && <Lock locked={lock} />}
      <Card>
        {Object.keys(servers).length === 0 && (
          <Empty icon="connect" title="No MCP servers">
            Add one by its command or its URL, or paste the usual mcpServers JSON.
          </Empty>
        )}
        {Object.entries(servers).map(([name, server]) => (
          <div class="row" key={name}>
            <div>
              <span class="label">{name}</span>
              <p class="hint mono clip">
                {'url' in server ? server.url : [server.command, ...server.args].join(' ')}
              </p>
              {'command' in server && server.confined === false && (
                <p class="hint caution">Runs outside the wall, with all your rights.</p>
              )}
              <McpState server={states.find((each) => each.name === name)} />
            </div>
            <div class="control">
              <Button
                kind="quiet"
                icon="rotate"
                label={`Reconnect ${name}`}
                onClick={() => void attempt(() => api.reconnectMcp({ name }))}
                disabled={server.disabled}
              />
              <Button
                kind="quiet"
                label={`Edit ${name}`}
                onClick={() => setEditing({ form: toForm(name, server), replaces: name })}
                disabled={lock !== undefined}
              >
                Edit…
              </Button>
              <Button
                kind="quiet"
                icon="trash"
                label={`Remove ${name}`}
                onClick={() => setRemoving(name)}
                disabled={lock !== undefined}
              />
              <input
                type="checkbox"
                role="switch"
                class="switch"
                aria-label={`Use ${name}`}
                checked={!server.disabled}
                disabled={lock !== undefined}
                onChange={() =>
                  void save(
                    { ...servers, [name]: { ...server, disabled: !server.disabled } },
                    `${name} is ${server.disabled ? 'on' : 'off'}`,
                  )
                }
              />
            </div>
          </div>
        ))}
        <SettingNumber
          section="agent"
          field="mcpCallSeconds"
          label="MCP call limit"
          hint="Seconds a tool may take. A server that tells of its progress has longer."
        />
      </Card>
      {editing && (
        <McpDialog
          form={editing.form}
          isNew={editing.replaces === null}
          taken={Object.keys(servers).filter((name) => name !== editing.replaces)}
          onSave={(added) => {
            // One that is edited stays where it stands.
            const next =
              editing.replaces === null
                ? [...Object.entries(servers), ...Object.entries(added)]
                : Object.entries(servers).flatMap((entry) =>
                    entry[0] === editing.replaces ? Object.entries(added) : [entry],
                  );
            return save(Object.fromEntries(next), `${Object.keys(added).join(', ')} saved`);
          }}
          onClose={() => setEditing(null)}
        />
      )}
      {removing !== null && (
        <Confirm
          title={`Remove ${removing}?`}
          action="Remove"
          destructive
          onConfirm={() => save(without(removing), `${removing} removed`)}
          onClose={() => setRemoving(null)}
        >
          The agent loses its tools, and its saved headers and variables are deleted.
        </Confirm>
      )}
    </Section>
  );
}
