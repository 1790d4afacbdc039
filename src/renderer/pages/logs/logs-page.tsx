import { useMemo, useState } from 'preact/hooks';
import type { LogLineView } from '../../../shared/desktop-state.ts';
import { logLevels, type LogLevel } from '../../../shared/settings.ts';
import { useApp } from '../../app-state.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Empty, PageHead } from '../../components/layout.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { count } from '../../format.ts';
import { plainLine, type LogFilter } from './log-lines.ts';
import { useLogLines } from './use-log-lines.ts';

/** As in the style sheet, in CSS pixels. */
const rowHeight = 22;

/** Local time of day to the millisecond. `Intl` takes too long for a list that scrolls. */
function timeOfDay(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

const levelNames: Record<LogLevel, string> = {
  trace: 'Everything',
  debug: 'Debug and up',
  info: 'Info and up',
  warn: 'Warnings and errors',
  error: 'Errors',
};

/** The log as it is written. Only the rows in sight are in the document. */
export function LogsPage() {
  const { api, attempt, say } = useApp();
  const [filter, setFilter] = useState<LogFilter>({ level: 'trace', text: '' });
  const [paused, setPaused] = useState(false);
  const [follow, setFollow] = useState(true);
  const [chosen, setChosen] = useState<LogLineView | null>(null);
  const [revealed, setRevealed] = useState<number | undefined>();
  const { lines, loading, clear: empty } = useLogLines(filter, paused);
  const { shown } = lines;
  const text = (): string => shown.map(plainLine).join('\n');

  const save = (): Promise<boolean> =>
    attempt(async () => {
      const path = await api.saveLogs({ text: `${text()}\n` });
      if (path) say(`Saved to ${path}`);
    });
  const clear = (): Promise<boolean> =>
    attempt(async () => {
      await api.clearLogs();
      empty();
      setChosen(null);
    });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') return setChosen(null);
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const from = chosen ? lines.indexOf(chosen) : shown.length;
    const to = Math.min(shown.length - 1, Math.max(0, from + (event.key === 'ArrowUp' ? -1 : 1)));
    setFollow(false);
    setChosen(shown[to] ?? null);
    setRevealed(to);
  };

  return (
    <div class="page full logs">
      <div class="logs-head">
        <PageHead
          title="Logs"
          action={
            <div class="buttons">
              <Button icon={paused ? 'play' : 'pause'} onClick={() => setPaused(!paused)}>
                {paused ? 'Resume' : 'Pause'}
              </Button>
              <CopyButton what="shown lines" copy={() => api.copyText({ text: text() })}>
                Copy
              </CopyButton>
              <Button icon="save" onClick={save}>
                Save…
              </Button>
              <Button icon="trash" onClick={clear}>
                Clear
              </Button>
            </div>
          }
        />
        <div class="logs-filter">
          <label class="search">
            <Icon name="search" />
            <span class="visually-hidden">Text filter</span>
            <input
              class="input"
              type="search"
              placeholder="Filter by text"
              value={filter.text}
              onInput={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
            />
          </label>
          <select
            class="input"
            aria-label="Level filter"
            value={filter.level}
            onChange={(event) =>
              setFilter({ ...filter, level: event.currentTarget.value as LogLevel })
            }
          >
            {logLevels.map((level) => (
              <option key={level} value={level}>
                {levelNames[level]}
              </option>
            ))}
          </select>
          <span class="hint count" role="status">
            {countOf(shown.length, lines.total)}
            {paused ? ' · paused' : ''}
          </span>
        </div>
      </div>
      {shown.length === 0 && !loading ? (
        <Empty icon="logs" title={lines.total === 0 ? 'Nothing logged yet' : 'No line matches'}>
          {lines.total === 0
            ? 'Requests, runs and errors show up here as they happen. Keys never do.'
            : 'Try another text or a lower level.'}
        </Empty>
      ) : (
        <VirtualList
          label="Log lines"
          count={shown.length}
          rowHeight={rowHeight}
          follow={follow && !paused}
          onFollowChange={setFollow}
          revealed={revealed}
          onKeyDown={onKeyDown}
          row={(index) => {
            const line = shown[index]!;
            return (
              <LogRow key={line.id} line={line} chosen={line === chosen} onChoose={setChosen} />
            );
          }}
        />
      )}
      {!follow && !paused && shown.length > 0 && (
        <div class="to-end">
          <Button icon="save" onClick={() => setFollow(true)}>
            Newest lines
          </Button>
        </div>
      )}
      {chosen && <LineDetail line={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}

function countOf(shown: number, total: number): string {
  if (shown === total) return `${count(total)} ${total === 1 ? 'line' : 'lines'}`;
  return `${count(shown)} of ${count(total)} lines`;
}

function LogRow(props: {
  line: LogLineView;
  chosen: boolean;
  onChoose: (line: LogLineView) => void;
}) {
  const { line } = props;
  return (
    <div
      class={`log-row ${line.level} ${props.chosen ? 'chosen' : ''}`}
      onClick={() => props.onChoose(line)}
    >
      <span class="at">{timeOfDay(line.at)}</span>
      <span class="level">{line.level}</span>
      <span class="source">{line.source}</span>
      <span class="text">{line.text}</span>
    </div>
  );
}

/** The whole of a line that is too long for its row. */
function LineDetail({ line, onClose }: { line: LogLineView; onClose: () => void }) {
  const { api } = useApp();
  const text = useMemo(() => plainLine(line), [line]);
  return (
    <aside class="line-detail" aria-label="Whole line">
      <pre tabIndex={0}>{text}</pre>
      <div class="buttons">
        <CopyButton what="line" copy={() => api.copyText({ text })} />
        <Button kind="quiet" icon="close" label="Close" onClick={onClose} />
      </div>
    </aside>
  );
}
