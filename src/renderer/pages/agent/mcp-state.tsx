import type { McpServerView } from '../../../shared/desktop-state.ts';
import { StateMark, type Mark } from '../../components/icon.tsx';
import { count, duration } from '../../format.ts';
import { useNow } from '../../use-now.ts';

const marks: Record<McpServerView['state'], Mark> = {
  idle: 'stopped',
  disabled: 'stopped',
  starting: 'starting',
  ready: 'running',
  failed: 'failed',
};

/** How an MCP server stands: what it does, for how long, how many tools it has, or why it failed. */
export function McpState({ server }: { server: McpServerView | undefined }) {
  if (!server || server.state === 'disabled') return null;
  const { name, state, error, since } = server;
  const [reason, ...words] = state === 'failed' && error !== null ? error.split('\n') : [];
  return (
    <div class="mcp-state">
      <p role="status" aria-label={`State of ${name}`}>
        <StateMark mark={marks[state]} />
        <span>{stateText(server)}</span>
        {state === 'starting' && since !== null && <SoFar since={since} />}
      </p>
      {reason !== undefined && <p class="hint mono">{reason}</p>}
      {words.length > 0 && (
        <>
          <p class="hint mono">{words.at(-1)}</p>
          <details>
            <summary>All it said</summary>
            <pre class="hint">{words.join('\n')}</pre>
          </details>
        </>
      )}
      {server.words !== null && <p class="hint mono clip">{server.words}</p>}
    </div>
  );
}

function stateText({ state, tools }: McpServerView): string {
  if (state === 'ready')
    return `Ready, ${count(tools.length)} ${tools.length === 1 ? 'tool' : 'tools'}`;
  if (state === 'failed') return 'Failed';
  return state === 'starting' ? 'Starting' : 'Starts with the server';
}

/** For how long; not read out, for it changes every second. */
function SoFar({ since }: { since: number }) {
  const now = useNow(1000, true);
  const soFar = now - since;
  return <span aria-hidden="true">{soFar >= 1000 ? `for ${duration(soFar)}` : ''}</span>;
}
