/** Line icons on a 16 × 16 grid, drawn for this app. */
const paths = {
  server: 'M2.5 3.5h11v4h-11zM2.5 8.5h11v4h-11zM5 5.5h.01M5 10.5h.01',
  streaming:
    'M2 5.5c1.6-1.6 3.2-1.6 4.8 0s3.2 1.6 4.8 0c.8-.8 1.6-1.2 2.4-1.2M2 10.7c1.6-1.6 3.2-1.6 4.8 0s3.2 1.6 4.8 0c.8-.8 1.6-1.2 2.4-1.2',
  model: 'M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9zM2.6 4.9L8 8l5.4-3.1M8 8v6.2',
  agent: 'M2.5 3.5h11v9h-11zM5 6.5l2 1.7-2 1.7M8.5 10.2h2.5',
  connect:
    'M6.2 9.8l3.6-3.6M7.2 4.6l1.5-1.5a3 3 0 0 1 4.2 4.2l-1.5 1.5M8.8 11.4l-1.5 1.5a3 3 0 0 1-4.2-4.2l1.5-1.5',
  channels: 'M2.5 3h11v8H7l-3 2.5V11H2.5zM5 6h6M5 8.2h4',
  activity: 'M1.8 8h2.7l2-4.8 3 9.6 2-4.8h2.7',
  logs: 'M3 3.5h10M3 6.5h7M3 9.5h10M3 12.5h5',
  app: 'M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM8 1.8v1.8M8 12.4v1.8M1.8 8h1.8M12.4 8h1.8M3.6 3.6l1.3 1.3M11.1 11.1l1.3 1.3M12.4 3.6l-1.3 1.3M4.9 11.1l-1.3 1.3',
  tasks: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.5',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  eye: 'M1.5 8s2.3-4.3 6.5-4.3S14.5 8 14.5 8s-2.3 4.3-6.5 4.3S1.5 8 1.5 8zM8 9.9a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z',
  'eye-off':
    'M2.5 2.5l11 11M6.6 4c.5-.1.9-.2 1.4-.2 4.2 0 6.5 4.2 6.5 4.2s-.6 1.1-1.7 2.2M4 5.3C2.4 6.4 1.5 8 1.5 8s2.3 4.3 6.5 4.3c1 0 1.9-.2 2.7-.6M6.7 6.7a1.9 1.9 0 0 0 2.6 2.6',
  rotate: 'M13.3 6.5A5.6 5.6 0 0 0 3.3 5M2.7 9.5A5.6 5.6 0 0 0 12.7 11M3 2v3.2h3.2M13 14v-3.2H9.8',
  trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  warning: 'M8 2l6.5 11.5h-13zM8 6.5v3.2M8 11.7h.01',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.3v3.7M8 5h.01',
  error: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.7M8 11h.01',
  folder: 'M1.8 12.8V3.5h4.4l1.5 1.8h6.5v7.5z',
  external: 'M9.5 2.5h4v4M13.5 2.5L7.5 8.5M11.5 9v4.5h-9v-9H7',
  chevron: 'M6 3.5L10.5 8 6 12.5',
  back: 'M10 3.5L5.5 8l4.5 4.5',
  play: 'M4.5 3l8 5-8 5z',
  pause: 'M5 3v10M11 3v10',
  stop: 'M4 4h8v8H4z',
  save: 'M8 2v8M4.8 7L8 10.2 11.2 7M2.5 13.5h11',
  open: 'M8 10.5v-8M4.8 5.5L8 2.3l3.2 3.2M2.5 13.5h11',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.2 3.2',
  tool: 'M9.6 3.2a3.3 3.3 0 0 1 3.9 4.2L9.9 7.1l-.5-.5zM9.6 3.2L11 5M9.4 6.6l-6.2 6.2',
  message: 'M2.5 3h11v8H7l-3 2.5V11H2.5z',
  shield: 'M8 1.8l5.2 2v4.4c0 3-2.2 5-5.2 6.2-3-1.2-5.2-3.2-5.2-6.2V3.8z',
} as const;

/** An icon that is drawn here. */
export type IconName = keyof typeof paths;

/** An icon beside a text that says the same; hidden from screen readers. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg class={`icon ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** A state that has a shape of its own: of the server, a run, or a decision. */
export type Mark =
  | 'stopped'
  | 'starting'
  | 'running'
  | 'stopping'
  | 'failed'
  | 'queued'
  | 'in_progress'
  | 'completed'
  | 'incomplete'
  | 'cancelled'
  | 'approval';

const marks: Record<Mark, string> = {
  running: 'M7 13A6 6 0 1 0 7 1a6 6 0 0 0 0 12zM4.3 7.2l1.9 1.9 3.5-3.9',
  completed: 'M7 13A6 6 0 1 0 7 1a6 6 0 0 0 0 12zM4.3 7.2l1.9 1.9 3.5-3.9',
  starting: 'M7 1a6 6 0 1 1-6 6',
  stopping: 'M7 1a6 6 0 1 1-6 6',
  in_progress: 'M7 1a6 6 0 1 1-6 6',
  stopped: 'M7 13A6 6 0 1 0 7 1a6 6 0 0 0 0 12z',
  queued: 'M7 13A6 6 0 1 0 7 1a6 6 0 0 0 0 12zM7 3.8V7l2.2 1.5',
  cancelled: 'M7 13A6 6 0 1 0 7 1a6 6 0 0 0 0 12zM4.5 7h5',
  incomplete: 'M7 13A6 6 0 1 0 7 1a6 6 0 0 0 0 12zM7 4v3.5M7 9.8h.01',
  approval: 'M7 1.3l6 11H1zM7 5.3v3M7 10.3h.01',
  failed: 'M4.5 1h5L13 4.5v5L9.5 13h-5L1 9.5v-5zM5 5l4 4M9 5L5 9',
};

const spinning: ReadonlySet<Mark> = new Set(['starting', 'stopping', 'in_progress']);

/** The state of the server or a run as a shape. Stands beside its name. */
export function StateMark({ mark }: { mark: Mark }) {
  const turning = spinning.has(mark) ? 'spinning' : '';
  return (
    <svg class={`icon state-mark ${mark} ${turning}`} viewBox="0 0 14 14" aria-hidden="true">
      <path d={marks[mark]} />
    </svg>
  );
}
