import { useEffect, useState } from 'preact/hooks';
import type { FixedCost, FixedCostPart } from '../../../shared/tools/fixed-cost.ts';
import { isAlwaysOffered, mcpGroup, toolGroups } from '../../../shared/tools/tool-groups.ts';
import { messageOf, useApp } from '../../app-state.ts';
import { Card, Notice, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';
import { count } from '../../format.ts';
import { useSetting } from '../../settings.ts';

/** What every request begins with, part by part, and for each group of tools whether it is among it. */
export function CostSection() {
  const { cost, error } = useFixedCost();
  return (
    <Section
      title="What every question costs"
      intro="The model reads this before the first word of each new conversation. Tools on demand are found by the model when it needs them; that takes one call more."
    >
      {error && (
        <Notice kind="error" title="The cost could not be measured" live>
          <p>{error}</p>
        </Notice>
      )}
      {cost && (
        <Card>
          <Row
            id="cost-all"
            label="In all"
            hint="Longer for local models means a later first word."
            group
          >
            <output aria-labelledby="cost-all-label">
              {count(cost.characters)} characters, about {count(cost.tokens)} tokens
            </output>
          </Row>
          {cost.parts.map((part) =>
            part.id === 'prompt' || part.id === 'tools' ? (
              <Row key={part.id} id={`cost-${part.id}`} label={titleOf(part)} group>
                <span class="hint">{count(part.characters)} characters</span>
              </Row>
            ) : (
              <GroupRow key={part.id} part={part} all={cost.parts} />
            ),
          )}
        </Card>
      )}
    </Section>
  );
}

/** The cost as it is now: it follows the settings and the MCP servers, which get ready one by one. */
function useFixedCost(): { cost: FixedCost | null; error: string | null } {
  const { api, state } = useApp();
  const [cost, setCost] = useState<FixedCost | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { agent, mcpServers } = state.settings.value.values;
  const { alwaysOffered, disabledTools, webSearchProvider } = agent;
  const offered = state.mcp.value.flatMap(({ tools }) => tools).join();
  useEffect(() => {
    let current = true;
    api.getFixedCost().then(
      (measured) => current && (setCost(measured), setError(null)),
      (thrown: unknown) => current && setError(messageOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [api, alwaysOffered, disabledTools, webSearchProvider, mcpServers, offered]);
  return { cost, error };
}

function titleOf({ id, tools }: FixedCostPart): string {
  if (id === 'prompt') return 'Who the agent is and how it works';
  if (id === 'tools') return `Tools that are always there (${count(tools)})`;
  const title = id.startsWith(`${mcpGroup}:`)
    ? `MCP server ${id.slice(mcpGroup.length + 1)}`
    : (toolGroups.find((group) => group.id === id)?.title ?? id);
  return `${title} (${count(tools)})`;
}

/** A group of tools with the choice whether it is offered in every request. */
function GroupRow({ part, all }: { part: FixedCostPart; all: readonly FixedCostPart[] }) {
  const setting = useSetting('agent', 'alwaysOffered');
  const id = `cost-${part.id.replace(':', '-')}`;
  const always = isAlwaysOffered(part.id, setting.value);
  const save = (on: boolean): void => {
    // "All MCP servers" is taken apart where one of them is to be another way.
    const named = setting.value.flatMap((group) =>
      group === mcpGroup && part.id.startsWith(`${mcpGroup}:`)
        ? all.map((each) => each.id).filter((each) => each.startsWith(`${mcpGroup}:`))
        : [group],
    );
    const rest = named.filter((group) => group !== part.id);
    void setting.save(on ? [...rest, part.id] : rest);
  };
  return (
    <Row
      id={id}
      label={titleOf(part)}
      hint={costText(part, always)}
      locked={setting.locked}
      error={setting.error}
      group
    >
      <div role="radiogroup" class="segmented" aria-labelledby={`${id}-label`}>
        {[true, false].map((on) => (
          <label key={String(on)}>
            <input
              type="radio"
              name={id}
              checked={always === on}
              disabled={setting.locked !== undefined}
              onChange={() => save(on)}
            />
            <span>{on ? 'Always' : 'On demand'}</span>
          </label>
        ))}
      </div>
    </Row>
  );
}

function costText({ characters, ifOffered, offered }: FixedCostPart, always: boolean): string {
  const now = `${count(characters)} characters`;
  if (always) return now;
  // What is named in a longer line than its definitions take is sent at once.
  if (offered) return `${now}; so small that it is always sent`;
  return `${now}; ${count(ifOffered)} if always`;
}
