import { useEffect, useState } from 'preact/hooks';
import type { ToolView } from '../../../shared/desktop-state.ts';
import { messageOf, useApp } from '../../app-state.ts';
import { Card, Empty, Notice, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';
import { SettingSwitch } from '../../components/settings/setting-controls.tsx';
import { useSetting } from '../../settings.ts';

/** A switch for each tool. Tools of MCP servers stand among them, by their server's name. */
export function ToolsSection() {
  const { api, state } = useApp();
  const [tools, setTools] = useState<readonly ToolView[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { mcpServers, agent } = state.settings.value.values;
  const offered = state.mcp.value.flatMap(({ tools: names }) => names).join();

  // The offer follows the settings and the MCP servers, which get ready one by one.
  useEffect(() => {
    let current = true;
    api.listTools().then(
      (list) => current && (setTools(list), setError(null)),
      (thrown: unknown) => current && setError(messageOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [api, mcpServers, agent.webSearchProvider, offered]);

  return (
    <Section title="Tools" intro="What is switched off is not offered to the model.">
      {error && (
        <Notice kind="error" title="The tools could not be listed" live>
          <p>{error}</p>
        </Notice>
      )}
      <Card>
        {tools === null && !error && (
          <p class="loading" role="status">
            Looking at the tools…
          </p>
        )}
        {tools?.length === 0 && (
          <Empty icon="tool" title="No tools">
            The agent can only answer.
          </Empty>
        )}
        {tools?.map((tool) => (
          <ToolRow key={tool.name} tool={tool} />
        ))}
        <SettingSwitch
          section="agent"
          field="allowPrivateAddresses"
          label="Web tools may reach this network"
          hint="Addresses of this computer and the local network are otherwise refused."
        />
      </Card>
    </Section>
  );
}

function ToolRow({ tool }: { tool: ToolView }) {
  const setting = useSetting('agent', 'disabledTools');
  const id = `tool-${tool.name}`;
  const off = setting.value.includes(tool.name);
  return (
    <Row id={id} label={tool.name} hint={tool.description} locked={setting.locked}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        class="switch"
        aria-describedby={`${id}-hint`}
        checked={!off}
        disabled={setting.locked !== undefined}
        onChange={() =>
          void setting.save(
            off
              ? setting.value.filter((name) => name !== tool.name)
              : [...setting.value, tool.name],
          )
        }
      />
    </Row>
  );
}
