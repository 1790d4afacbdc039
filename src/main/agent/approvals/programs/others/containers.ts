import { isInside } from '../../../../system/files/paths.ts';
import { unknown } from '../../shell/words/text.ts';
import { named, none, values } from '../row/kit.ts';
import { afterOptions, hasOption, operands, optionValues } from '../row/options.ts';
import { rows, type Call, type RiskContext, type RiskRow } from '../row/program.ts';

const containerOptions = {
  valued: 'eepvuwhlmcH',
  long: named(`
    env env-file publish volume mount user workdir hostname label memory cpus name
    network net entrypoint platform restart add-host cap-add cap-drop device gpus
    ulimit tmpfs dns ip log-driver log-opt pull shm-size volumes-from security-opt
    host context config file project-name profile index detach-keys
  `),
};

/** Folders of this computer that a container is given, and other ways out of it. */
function escapesContainer(args: readonly string[], { call, workspace }: RiskContext): boolean {
  const words = operands(args, containerOptions).filter(
    (word) => word !== 'container' && word !== 'compose',
  );
  if (!/^(run|create|exec)$/.test(words[0] ?? '')) return false;
  if (
    args.some((word, index) => {
      if (
        /^--(privileged|pid[= ]?host|cap-add|device|network[= ]?host|net[= ]?host|userns[= ]?host|ipc[= ]?host|security-opt[= ]?(seccomp|apparmor)[=:]unconfined)/.test(
          word,
        )
      )
        return true;
      const before = args[index - 1] ?? '';
      return /^--(pid|network|net|userns|ipc)$/.test(before) && word === 'host';
    })
  ) {
    return true;
  }
  return mounted(args).some((source) =>
    call.follower.resolve(source).some((file) => !isInside(workspace, file)),
  );
}

/** Folders and files of this computer that a container is given. */
function mounted(args: readonly string[]): string[] {
  return args.flatMap((word, index) => {
    const isValue = /^(-v|--volume|--mount)$/.test(args[index - 1] ?? '');
    const mount = isValue ? word : /^(?:--volume|--mount|-v)=?(.+)$/.exec(word)?.[1];
    const source =
      /(?:^|,)(?:source|src)=([^,]+)/.exec(mount ?? '')?.[1] ?? mount?.split(':')[0] ?? '';
    return /^[~/.]|[\uE000\uE001]/.test(source) ? [source] : [];
  });
}

/** The command that runs in a container or a pod. */
function inContainer({ args, input, follower }: Call): string | undefined {
  const words = operands(args, containerOptions);
  const verb = words.findIndex((word) => /^(run|exec|create)$/.test(word));
  if (verb < 0) return undefined;
  const dashes = args.indexOf('--');
  const inner =
    dashes >= 0
      ? args.slice(dashes + 1)
      : afterOptions(args.slice(args.indexOf(words[verb]!) + 1), containerOptions).slice(1);
  const [entry] = optionValues(args, '', ['entrypoint']);
  const argv = entry === undefined ? inner : [entry, ...inner];
  if (argv.length > 0) follower.elsewhere(argv, input);
  else if (input) follower.elsewhere('sh', input);
  return unknown;
}

const containerRisks: readonly RiskRow[] = [
  [
    'publish',
    /^(push|image push|manifest push|buildx (build|bake)\b.*--push|build\b.*--push|compose push|plugin push|login|logout|trust sign|scout push)\b/,
  ],
  [
    'remote-delete',
    /^((system|volume|image|container|network|builder|buildx|context) (prune|rm|remove|reset)\b|rmi\b|image rm|rm\b.* ?(-\w*[fv]|--force|--volumes)|rm -\w*[fv]|container rm|compose\b.* (down\b.*( -v| --volumes| --rmi)|rm\b|kill\b)|stack rm|service rm|secret rm|config rm|node rm|swarm leave|volume rm|kill\b)/,
  ],
  ['container-escape', escapesContainer],
  ['system', /^(swarm|plugin (install|enable)|context use)/],
];

/** Programs for containers and clusters. */
export const containers = rows(
  {
    names: ['docker', 'podman', 'nerdctl', 'buildah', 'finch'],
    ...containerOptions,
    reads: (args) => [...values('f', 'env-file', 'file')(args), ...mounted(args)],
    writes: (args) =>
      operands(args)[0] === 'cp'
        ? operands(args)
            .slice(-1)
            .filter((word) => !/^[\w.-]+:/.test(word))
        : values('o', 'output', 'iidfile', 'cidfile')(args),
    follows: inContainer,
    risks: containerRisks,
  },
  {
    names: ['docker-compose', 'podman-compose'],
    reads: values('f', 'file', 'env-file'),
    follows: inContainer,
    risks: [
      ['remote-delete', /\b(down\b.*( -v| --volumes| --rmi)|rm\b|kill\b)/],
      ['publish', /\bpush\b/],
    ],
  },
  {
    names: named('skopeo crane oras ko regctl img kaniko cosign notation'),
    risks: [
      [
        'publish',
        /^(copy|push|cp|append|mutate|tag|publish|apply|resolve|sync|attach|sign|index|image (copy|import|mod))\b/,
      ],
      [
        'remote-delete',
        /^(delete|manifest delete|repo delete|tag (delete|rm)|image delete|blob delete)\b/,
      ],
    ],
    reads: none,
  },
  {
    names: named('kubectl oc k kubecolor microk8s k3s minikube-kubectl kubectl-neat'),
    valued: 'nflocpL',
    long: named(`
    namespace context kubeconfig filename selector output container cluster user
    server token as field-selector replicas image type patch
  `),
    reads: values('fk', 'filename', 'kubeconfig', 'kustomize'),
    follows: (call) =>
      /^(exec|run|debug)$/.test(verbOf(call.args)) ? inContainer(call) : undefined,
    risks: [
      [
        'remote-delete',
        (args) =>
          /^(delete|drain|destroy)$/.test(verbOf(args)) ||
          (verbOf(args) === 'replace' && hasOption(args, '', ['force'])) ||
          (verbOf(args) === 'scale' && /--replicas[= ]0\b/.test(args.join(' '))) ||
          (verbOf(args) === 'apply' && hasOption(args, '', ['prune'])) ||
          (verbOf(args) === 'rollout' && args.includes('undo')) ||
          (/^(adm|project|kubectl)$/.test(verbOf(args)) &&
            args.some((word) => /^(delete|drain|prune)$/.test(word))),
      ],
      [
        'secret-store',
        (args) =>
          (verbOf(args) === 'get' &&
            args.some((word) => /^secrets?(\/|$)/.test(word)) &&
            args.some((word) => /^-o|^--output|^--template/.test(word))) ||
          (/^(create)$/.test(verbOf(args)) && args.includes('token')),
      ],
    ],
  },
  {
    names: named(`
      helm helmfile helm3 kustomize argocd flux istioctl velero kops eksctl kind k3d
      minikube ctlptl linkerd cilium rancher talosctl skaffold tilt devspace garden okteto
      telepresence
    `),
    reads: values('fn', 'values'),
    risks: [
      [
        'remote-delete',
        /^([\w-]+ )?(uninstall|delete|destroy|del|un|rollback|reset|down|purge|remove|suspend|terminate-op)\b/,
      ],
      ['publish', /^(push|registry login|image push|app (create|set)|build\b.*--push)\b/],
    ],
  },
);

/** The verb of kubectl: its first operand. */
function verbOf(args: readonly string[]): string {
  return (
    operands(args, {
      valued: 'nflocpL',
      long: named(`
    namespace context kubeconfig filename selector output container cluster user
    server token as field-selector
  `),
    })[0] ?? ''
  );
}
