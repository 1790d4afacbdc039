import { allPieces, type Piece } from './pieces.ts';

/**
 * Who runs what stands in the pages. `inventory.test.ts` sees that each piece has exactly one runner
 * and that each runner has a test, so that nothing is left out without anybody noticing.
 */
const runners = {
  /** Called as they stand, against the built headless host. */
  curl: ({ code }) => /^curl (-\w+ )?http/.test(code),
  /** `export NAME='value'` in a terminal. */
  variable: ({ language, code }) => language === 'sh' && /^(export )?[A-Z_]+='[^']*'$/.test(code),
  /** Scripts of this project, and its installation. */
  script: ({ code, page }) =>
    (/^npm (test|start|run)\b/.test(code) ||
      /^npm install( &&|$)/.test(code) ||
      code.startsWith('BENCH_SERVE=') ||
      ['.ci/run', 'node -e 0'].includes(code)) &&
    !page.includes('clients/'),
  /** Libraries for Node, from a registry. */
  'npm install': ({ code }) => /^npm install [@\w]/.test(code),
  javascript: ({ language, code }) =>
    language === 'js' || (language === 'inline' && /^create\w+\(/.test(code)),
  'pip install': ({ code }) => code.startsWith('pip install '),
  python: ({ language, code }) =>
    language === 'python' || (language === 'inline' && /^[A-Z]\w+\(\w+="/.test(code)),
  docker: ({ code }) => code.startsWith('docker '),
  'open-webui serve': ({ code }) => code.includes(' open-webui serve '),
  compose: ({ title, language }) => language === 'yaml' && title === 'docker-compose.yml',
  // Files of other programs, and those programs as they are then started.
  'chat-ui': ({ page, language, code }) =>
    page.endsWith('chat-ui.md') && (language === 'env' || code === 'npm install && npm run dev'),
  librechat: ({ page, language, code }) =>
    page.endsWith('librechat.md') &&
    (['env', 'yaml'].includes(language) || code.startsWith('baseURL: ')),
  codex: ({ page, language, code }) =>
    page.endsWith('codex.md') && (language === 'toml' || code === 'codex'),
  opencode: ({ page, language, code }) =>
    page.endsWith('opencode.md') && (language === 'json' || code === 'opencode'),
  /** What one says to the demo model. */
  demo: ({ language, code, page }) =>
    language === 'inline' &&
    (page === 'README.md' || page.endsWith('demo-model.md')) &&
    /^(run|read|list|search)\b/.test(code),
  /** Headers, answers and errors of our own API. */
  wire: ({ language, code, page }) =>
    (language === 'json' && page === 'docs/api.md') ||
    (language === 'inline' && /^(Authorization: Bearer|x-api-key:) YOUR_KEY$/.test(code)) ||
    code === '{"status":"ok", …}',
  /** Commands that are named for what the agent's approvals say of them. */
  judged: ({ language, code }) =>
    language === 'inline' &&
    /^(rm|r''m|\$\(echo|bash -c|echo|sudo|kill|git (push|reset))\b/.test(code),
  /** Packages of Debian's. */
  packages: ({ language, code }) =>
    language === 'inline' && /^(xvfb|curl python3-venv)\b/.test(code),
} satisfies Record<string, (piece: Piece) => boolean>;

/** The name of a runner. */
export type Runner = keyof typeof runners;

/** All of them. */
export const runnerNames = Object.keys(runners) as Runner[];

/** What one of them runs. */
export function piecesFor(runner: Runner): Piece[] {
  return allPieces().filter((piece) => runners[runner](piece));
}

/** Who runs this piece. */
export function runnersOf(piece: Piece): Runner[] {
  return runnerNames.filter((name) => runners[name](piece));
}

/** Programs that a reader could start from a text; what begins with one of them is a command. */
const programs =
  'npm|npx|node|curl|wget|docker|podman|pip|pip3|python|python3|git|bash|sh|rm|kill|echo|apt-get|brew|' +
  'ollama|export';
/** Those that are started by their name alone; of the others, the name alone only names them. */
const startedAlone = 'codex|opencode|open-webui|sudo';

/** Whether a reader could run or use it: every block, and in a text what looks like a command or code. */
export function couldBeRun(piece: Piece): boolean {
  if (piece.language !== 'inline') return true;
  return (
    new RegExp(`^([A-Z_]+=\\S+ )*((${programs}) |(${startedAlone})( |$))`).test(piece.code) ||
    // Calls with arguments that say something: `runs.start(work, origin)` only names a function.
    /^[\w.]+\([^)]*[=:{]/.test(piece.code)
  );
}
