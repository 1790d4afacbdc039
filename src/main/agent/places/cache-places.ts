/**
 * Folders of a home in which package managers and compilers keep what they can fetch or make again.
 * Inside the wall each is a folder of the agent's own, that lasts from one command to the next and
 * over conversations; the person's stays untouched.
 */
export interface CachePlace {
  /** Relative to the home folder, `/` between its parts. */
  path: string;
  /**
   * What of the person's own folder shows through, to be read: paths within it, with `/*` at the end
   * for each thing in that folder. What is expensive to fetch, or what links lead to.
   */
  shown?: readonly string[];
}

/** The caches on Linux and other systems that follow its customs. */
export const cachePlaces: readonly CachePlace[] = [
  {
    path: '.cache',
    // Browsers of test runners, models, what languages were installed by: gigabytes.
    shown: [
      'ms-playwright',
      'ms-playwright-go',
      'puppeteer',
      'Cypress',
      'selenium',
      'electron',
      'huggingface',
      'torch',
      'whisper',
      'fontconfig',
      'pre-commit',
      'bazelisk',
      'rod',
    ],
  },
  { path: '.npm' },
  { path: '.yarn', shown: ['releases', 'bin'] },
  { path: '.bun/install/cache' },
  { path: '.deno' },
  { path: '.node-gyp' },
  { path: '.pnpm-store' },
  { path: '.local/share/pnpm/store' },
  { path: '.local/state/pnpm' },
  { path: '.local/share/uv', shown: ['python/*', 'tools/*'] },
  { path: '.local/share/virtualenv' },
  { path: '.local/share/pypoetry' },
  { path: '.conda/pkgs' },
  { path: '.cargo', shown: ['bin', 'env', 'config', 'config.toml'] },
  { path: '.rustup', shown: ['toolchains/*', 'settings.toml', 'update-hashes'] },
  { path: 'go/pkg' },
  { path: '.config/go', shown: ['env'] },
  { path: '.m2' },
  { path: '.gradle', shown: ['jdks', 'wrapper'] },
  { path: '.nuget' },
  { path: '.bundle/cache' },
  { path: '.composer' },
  { path: '.ccache' },
  { path: '.ansible' },
  { path: '.ipython' },
  { path: '.matplotlib' },
];
