import { named } from '../row/kit.ts';
import { optionValues, operands } from '../row/options.ts';
import { rows, type Program, type When } from '../row/program.ts';
import { compiles, launchedPackage, packageScripts } from './tasks.ts';

/** A row for a program that publishes by these subcommands, unless it only tries. */
function publisher(names: string, published: RegExp, rest: Partial<Program> = {}): Program {
  const when: When = (args) =>
    published.test(line(args)) && !args.some((word) => /^--(dry-?run|help|whatif)\b/.test(word));
  return {
    names: names.split(' '),
    reads: () => [],
    ...rest,
    risks: [['publish', when], ...(rest.risks ?? [])],
  };
}

/** The operands in a line, beginning with the subcommand; options with a value of their own are left in. */
function line(args: readonly string[]): string {
  const start = args.findIndex((word) => !/^[-+]/.test(word));
  // An option with a value may stand in front: `--registry x publish`.
  const words = args.slice(Math.max(start, 0));
  const skipped =
    start > 0 && args[start - 1]!.startsWith('-') && !args[start - 1]!.includes('=')
      ? words.slice(1)
      : words;
  return `${words.join(' ')}\n${skipped.join(' ')}`;
}

const npmOptions = {
  valued: 'Cw',
  long: named(`
    prefix workspace filter cwd registry userconfig script-shell dir otp tag
    loglevel cache
  `),
};
const globally = /( |^)(-g|--global|--location=global)\b/;

/** Package managers: what they install, run and publish. */
export const packages = rows(
  publisher(
    'npm pnpm yarn',
    /^(npm )?(publish|unpublish|deprecate|undeprecate|dist-tag (add|rm|set)|dist-tags (add|rm|set)|owner (add|rm)|access|token (create|revoke|delete)|adduser|add-user|login|logout|profile (set|enable|disable)|org (set|rm)|team|hook|star|unstar|stage|trust)\b|^(npm )?tag (add|remove)\b/m,
    {
      ...npmOptions,
      follows: packageScripts,
      shellCode: { long: ['script-shell', 'call'] },
      writes: (args) => optionValues(args, '', ['prefix']),
      risks: [
        [
          'system-packages',
          (args) =>
            (/^(i|install|add|in|ins|ci|uninstall|un|remove|rm|link|ln|update|up|upgrade)\b/m.test(
              line(args),
            ) &&
              globally.test(args.join(' '))) ||
            /^global\b/m.test(line(args)),
        ],
      ],
    },
  ),
  publisher('lerna', /^(publish|version\b.*--push)/m),
  publisher('changeset', /^publish\b/m),
  publisher('semantic-release np release-it standard-release shipjs auto bumpp', /^/m),
  publisher('vsce ovsx jsr', /^(publish|unpublish)\b/m),
  publisher('twine', /^upload\b/m),
  publisher('poetry uv pdm flit hatch rye pixi', /^(publish|upload)\b/m, {
    starts: launchedPackage,
  }),
  publisher('maturin', /^(publish|upload)\b/m),
  publisher('conda mamba micromamba', /^(upload|build\b.*--upload|env remove|remove\b.*--all)/m, {
    starts: launchedPackage,
  }),
  publisher('anaconda binstar', /^(upload|remove)\b/m),
  publisher('gem', /^(push|yank|owner)\b/m, {
    risks: [['system-packages', /^(install|uninstall)\b(?!.*--(user-install|install-dir))/]],
  }),
  publisher('rake', /\brelease\b/m, { follows: rakeTasks }),
  publisher(
    'mvn mvnw mvnd',
    /\b(deploy|release:perform|release:prepare|gpg:sign-and-deploy-file|deploy:deploy-file|nexus-staging:release|central-publishing:publish)\b/m,
  ),
  publisher(
    'gradle gradlew',
    /\b(publish\w*|uploadArchives|bintrayUpload|closeAndRelease\w*|release\w*)\b/m,
  ),
  publisher('sbt mill lein boot', /\b(publish\w*|deploy|release|sonatype\w*)\b/m),
  publisher('dotnet nuget', /^(nuget )?(push|delete)\b/m),
  publisher('dart flutter pub', /^(pub )?publish\b|^lish\b/m),
  publisher('pod', /^(trunk (push|delete|deprecate|add-owner)|repo push)\b/m),
  publisher('mix', /^hex\.(publish|retire|owner)\b/m),
  publisher('rebar3', /^hex (publish|retire)\b/m),
  publisher('goreleaser', /^(release|publish|announce)\b/m),
  publisher('cabal stack', /^(upload|sdist\b.*--upload)/m),
  publisher('luarocks', /^upload\b/m),
  publisher('opam', /^(publish|pin\b.*--publish)|^admin\b/m),
  publisher('nimble spago elm wasmer wapm apm raco deno-publish typst', /^(publish|bump)\b/m),
  publisher('snapcraft', /^(upload|push|release|promote|close)\b/m),
  publisher('charmcraft rockcraft', /^(upload|release|publish-\w+)\b/m),
  publisher('ansible-galaxy', /^(\w+ )?(publish|import|delete)\b/m),
  publisher('web-ext', /^sign\b/m),
  publisher('chrome-webstore-upload cws', /^/m),
  publisher('cpan-upload cpan-uploader mojo-upload', /^/m),
  publisher('fastlane', /\b(release|deliver|upload_\w+|pilot|supply|beta|deploy)\b/m),
  publisher('eas expo', /^(submit|update|publish|upload)\b/m),
  publisher(
    'hf huggingface-cli',
    /^(upload|upload-large-folder|repo (create|delete)|repo-files delete|delete-cache|login)\b/m,
  ),
  publisher('kaggle', /\b(create|version|submit|delete|push)\b/m),
  publisher('modal', /^deploy\b/m),
  {
    names: ['cargo'],
    reads: (args) => optionValues(args, '', ['manifest-path', 'config']),
    starts: launchedPackage,
    risks: [
      [
        'publish',
        (args) =>
          /^(publish|yank|owner|login|logout|release)\b/m.test(line(args)) &&
          !args.some((word) => /^(--dry-run|-n)$/.test(word)),
      ],
    ],
  },
  {
    names: ['go'],
    reads: () => [],
    writes: (args) => optionValues(args, 'o'),
    starts: launchedPackage,
    follows: compiles,
  },
  {
    names: named('pip pip3 pipx pipenv easy_install conda-pip'),
    reads: (args) => optionValues(args, 'rce', ['requirement', 'constraint', 'editable']),
    writes: (args) =>
      optionValues(args, 't', ['target', 'prefix', 'root', 'cache-dir', 'dest', 'wheel-dir']),
    starts: launchedPackage,
    risks: [['system-packages', /^(install|uninstall|remove)\b.*--break-system-packages/]],
  },
  {
    names: ['virtualenv', 'venv'],
    writes: (args) => operands(args, { valued: 'p', long: ['python', 'prompt'] }),
    reads: () => [],
  },
  {
    names: ['npx', 'bunx', 'pnpx', 'uvx'],
    shellCode: { letters: 'c', long: ['call'] },
    reads: () => [],
    starts: launchedPackage,
  },
  {
    names: named(`
      bundle bundler doppler dotenv dotenvx mise asdf direnv rbenv pyenv nodenv nvm fnm
      volta corepack turbo nx rush lage tox nox pre-commit lefthook husky op-run chamber
      sops-exec aws-vault envchain teller
    `),
    reads: () => [],
    starts: launchedPackage,
    prints: shellHook,
  },
  {
    names: named(`
      apt apt-get aptitude dnf yum microdnf zypper apk snap flatpak port choco winget
      scoop emerge xbps-install eopkg nix-env guix pkg pkgin opkg swupd
    `),
    reads: () => [],
    risks: [
      [
        'system-packages',
        /^(install|in|remove|rm|purge|erase|autoremove|upgrade|update\b(?!$)|full-upgrade|dist-upgrade|dup|up|add|del|uninstall|refresh|-[iuUe]|--install|--uninstall|reinstall|downgrade|group\w*)\b/,
      ],
    ],
  },
  {
    names: ['dpkg', 'rpm'],
    risks: [
      [
        'system-packages',
        /^(-\w*[irPUeF]\w*|--(install|remove|purge|erase|upgrade|configure|force-\w+))\b/,
      ],
    ],
  },
  {
    names: ['pacman', 'yay', 'paru'],
    reads: () => [],
    risks: [['system-packages', /^-[SRU](?![sliqg]*$)/]],
  },
  {
    names: ['brew'],
    reads: () => [],
    prints: shellHook,
    risks: [
      [
        'system-packages',
        /^(install|uninstall|remove|rm|upgrade|reinstall|link|unlink|tap|untap|services (start|stop|restart)|autoremove|cleanup)\b/,
      ],
    ],
  },
);

/** What programs print for a shell to run at its start: it changes that shell alone. */
function shellHook({ args, name }: { args: readonly string[]; name: string }): string {
  const hooks = /^(shellenv|hook|init|env|activate|completion|completions|docker-env)\b/;
  return hooks.test(args[0] ?? '') || hooks.test(args[1] ?? '') ? '' : `${name}\uE000`;
}

/** The tasks of a Rakefile are Ruby; which are run is not told apart. */
function rakeTasks({ follower }: Parameters<NonNullable<Program['follows']>>[0]): void {
  for (const file of ['Rakefile', 'rakefile'].flatMap((name) => follower.resolve(name))) {
    const content = follower.content(file);
    if (content !== undefined) follower.code('ruby', content, false);
  }
}
