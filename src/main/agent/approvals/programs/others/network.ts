import { fromNetwork, unknown } from '../../shell/words/text.ts';
import { escapes, named, none, runsInputInShell, values } from '../row/kit.ts';
import { afterOptions, operands, optionValues } from '../row/options.ts';
import { rows, type Call } from '../row/program.ts';

/** What comes from the network; from now on any file may hold it. */
function fetched({ args, name, follower }: Call): string {
  follower.scope.fetched = args.find((word) => /:\/\/|^[\w-]+(\.[\w-]+)+/.test(word)) ?? name;
  return fromNetwork;
}

const curlOptions = {
  valued: 'XHdFoOTuAebcmKwxUCDEPQrtyYz',
  long: named(`
    request header data data-raw data-binary data-urlencode form output output-dir
    user user-agent referer cookie cookie-jar max-time config write-out proxy url
    json upload-file connect-timeout retry cacert cert key dump-header trace
    trace-ascii stderr interface resolve
  `),
};

const ownComputer =
  /^(https?:\/\/)?(localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0|[\w-]+\.localhost|host\.docker\.internal)(?=[:/]|$)/i;

/** Whether a request would delete something on another computer. */
function deletesElsewhere(args: readonly string[]): boolean {
  const line = args.join(' ');
  if (!/(^|\s)(-X\s*|--request[= ]|--method[= ])"?DELETE\b/i.test(line) && !/^delete\b/i.test(line))
    return false;
  const addresses = args.filter((word) => /:\/\/|^[\w.-]+\.[a-z]{2,}|localhost|:\d+\//i.test(word));
  return addresses.length === 0 || addresses.some((address) => !ownComputer.test(address));
}

/** Files that curl sends: `@file`, `name=@file`, `<file`. */
function sent(args: readonly string[]): string[] {
  return args.flatMap((word) => [
    ...(/^(?:-[dFT]|--[\w-]+=)?(?:[\w.-]*=)?[@<](.+)$/
      .exec(word)
      ?.slice(1)
      .map((file) => file.split(';')[0]!) ?? []),
    ...(/^file:\/\/(?:localhost)?(\/.+)$/.exec(word)?.slice(1) ?? []),
  ]);
}

/** Whether a socket is one of the system's services or of the person's session. */
function isService(file: string): boolean {
  return /^(\/run|\/var\/run)\/|docker|podman|containerd|dbus|systemd|\.X11-unix|gpg-agent|keyring/i.test(
    file,
  );
}

/** Names of this computer: what runs there, runs here. */
const thisComputer = /^(?:ssh:\/\/)?(?:[^@/]*@)?(localhost|127(\.\d+){1,3}|\[?::1\]?)(?::.*)?$/i;

const sshOptions = { valued: 'bBcDEeFIiJLlmOoPpQRSwW' };

/** Programs that reach other computers. */
export const network = rows(
  {
    names: ['curl', 'curlie', 'grpcurl'],
    ...curlOptions,
    sends: true,
    reads: (args) => [
      ...sent(args),
      ...optionValues(args, 'TKE', ['upload-file', 'config', 'netrc-file', 'cert', 'key']),
    ],
    writes: (args) =>
      optionValues(args, 'oDc', [
        'output',
        'output-dir',
        'dump-header',
        'cookie-jar',
        'trace',
        'trace-ascii',
        'stderr',
        'etag-save',
        'hsts',
        'alt-svc',
      ]),
    prints: fetched,
    follows: ({ args, follower }) => {
      for (const file of optionValues(args, 'o', ['output']))
        for (const place of follower.resolve(file)) follower.files.write(place, fromNetwork);
      return undefined;
    },
    risks: [
      ['remote-delete', deletesElsewhere],
      [
        'service',
        (args) => optionValues(args, '', ['unix-socket', 'abstract-unix-socket']).some(isService),
      ],
    ],
  },
  {
    names: ['wget', 'wget2'],
    sends: true,
    shellCode: { long: ['use-askpass'] },
    reads: (args) => [
      ...optionValues(args, 'i', [
        'post-file',
        'body-file',
        'input-file',
        'config',
        'load-cookies',
        'private-key',
      ]),
      ...sent(args),
    ],
    writes: (args) =>
      optionValues(args, 'OPoa', [
        'output-document',
        'directory-prefix',
        'output-file',
        'append-output',
        'save-cookies',
        'warc-file',
        'rejected-log',
        'hsts-file',
      ]).filter((file) => file !== '-'),
    prints: fetched,
    risks: [['remote-delete', deletesElsewhere]],
  },
  {
    names: named('aria2c axel lftp yt-dlp youtube-dl httrack gdown transmission-cli'),
    sends: true,
    shellCode: {
      letters: 'ec',
      long: ['exec', 'exec-before-download', 'on-download-complete', 'on-download-start'],
    },
    reads: values('i', 'input-file', 'batch-file', 'conf-path'),
    writes: values('doP', 'dir', 'out', 'output', 'paths'),
    prints: fetched,
    follows: escapes(/^\s*!(.+)/m),
  },
  {
    names: ['http', 'https', 'xh', 'xhs', 'ht'],
    sends: true,
    reads: (args) =>
      args.flatMap(
        (word) => /[=:@]@(.+)$|^[\w.-]+@(.+)$/.exec(word)?.slice(1).filter(Boolean) ?? [],
      ),
    writes: values('o', 'output'),
    prints: fetched,
    risks: [['remote-delete', deletesElsewhere]],
  },
  {
    names: named(`
      lynx w3m links elinks dig nslookup host whois gopher Invoke-WebRequest ping ping6
      traceroute mtr nmap tcpdump tshark telnet finger rdate ntpdate
    `),
    sends: true,
    reads: none,
    writes: values('w'),
    prints: fetched,
  },
  {
    names: ['nc', 'ncat', 'netcat', 'nc.traditional', 'nc.openbsd'],
    sends: true,
    reads: none,
    prints: fetched,
    shellCode: { letters: 'c', long: ['sh-exec'] },
    follows: ({ args, follower }) => {
      for (const program of optionValues(args, 'e', ['exec']))
        follower.follow(program, { child: true });
    },
    risks: [['remote-shell', (args) => args.some((word) => /^-\w*[ec]$|^--(sh-)?exec/.test(word))]],
  },
  {
    names: ['socat'],
    sends: true,
    reads: (args) =>
      args.flatMap((word) => /^(?:FILE|OPEN|GOPEN):([^,]+)/i.exec(word)?.slice(1) ?? []),
    writes: (args) =>
      args.flatMap((word) => /^(?:FILE|OPEN|CREATE|GOPEN):([^,]+)/i.exec(word)?.slice(1) ?? []),
    prints: fetched,
    follows: ({ args, follower }) => {
      for (const word of args) {
        const code = /^(?:EXEC|SYSTEM|SHELL):"?'?([^,"']+)/i.exec(word)?.[1];
        if (code) follower.follow(code, { child: true });
      }
    },
    risks: [
      [
        'service',
        (args) =>
          args.some((word) =>
            isService(/^(?:UNIX|ABSTRACT|LOCAL)[\w-]*:([^,]+)/i.exec(word)?.[1] ?? ''),
          ),
      ],
      [
        'remote-shell',
        (args) =>
          args.some((word) => /^(EXEC|SYSTEM|SHELL):/i.test(word)) &&
          args.some((word) => /^(TCP|UDP|SSL|OPENSSL|SOCKS|PROXY|SCTP|VSOCK)/i.test(word)),
      ],
    ],
  },
  {
    names: named(`
      ngrok cloudflared localtunnel lt bore frpc chisel tailscale zrok pagekite serveo
      expose devtunnel gost rathole iodine pwncat revsh gs-netcat tmate upterm teleconsole
    `),
    reads: none,
    risks: [
      [
        'remote-shell',
        (args) => !/^(--?version|version|--?help|help|status|ip|netcheck)$/.test(args[0] ?? ''),
      ],
    ],
  },
  {
    names: named('ssh autossh mosh dbclient plink sshpass rsh rlogin rexec tsh et'),
    sends: true,
    reads: (args) => optionValues(args, 'iFE'),
    prints: fetched,
    follows: ({ name, args, input, follower }) => {
      if (name === 'sshpass') {
        follower.invoke(afterOptions(args, { valued: 'pfdP' }), input, true);
        return undefined;
      }
      for (const option of args) {
        const code = /(?:Proxy|Local|KnownHosts|Remote)Command[= ]\s*(.+)/i.exec(option)?.[1];
        if (code && !/^none$/i.test(code)) follower.follow(code, { child: true });
      }
      const rest = afterOptions(args, sshOptions).slice(1);
      if (rest.length > 0) follower.follow(rest.join(' '), { input, child: true });
      else if (input) follower.follow(input(), { child: true });
      return undefined;
    },
    risks: [
      [
        'remote-shell',
        (args) => args.some((word) => /^-\w*R/.test(word) && !/^-\w*[iFEloJ]/.test(word)),
      ],
      ['undecided', (args) => thisComputer.test(afterOptions(args, sshOptions)[0] ?? '')],
    ],
  },
  {
    names: named(`
      scp sftp pscp psftp rcp ftp tftp croc magic-wormhole wormhole rclone-send transfer
      ffsend send mail mailx mutt sendmail swaks msmtp nail s-nail neomutt
    `),
    valued: 'cDFiJloPSab',
    sends: true,
    shellCode: { letters: 'S' },
    writes: (args) =>
      /^(scp|pscp|rcp)$/.test('scp')
        ? operands(args, { valued: 'cDFiJloPS' })
            .slice(-1)
            .filter(
              (word) =>
                !/^[\w.@-]+:(?!\\)|^\w+:\/\//.test(word) &&
                operands(args, { valued: 'cDFiJloPS' }).length > 1,
            )
        : [],
    readsAll: (args) =>
      args.some((word) => /^-\w*r/.test(word))
        ? operands(args, { valued: 'cDFiJloPS' }).filter((word) => !/^[\w.@-]+:/.test(word))
        : [],
    follows: (call) => {
      escapes(/ProxyCommand[= ]\s*(.+)|^\s*!(.+)/im)(call);
      return undefined;
    },
    risks: [
      [
        'publish',
        (args, { call }) =>
          /^(mail|mailx|mutt|sendmail|swaks|msmtp|nail|s-nail|neomutt)$/.test(call.name) &&
          args.length > 0 &&
          false,
      ],
    ],
  },
  { names: ['at-now-placeholder'], follows: runsInputInShell },
  { names: ['ssh-copy-id'], sends: true, risks: [['remote-shell', /./]] },
  {
    names: ['ssh-keygen'],
    reads: (args) => (args.some((word) => /^-\w*[yeps]/.test(word)) ? optionValues(args, 'f') : []),
    writes: (args) =>
      args.some((word) => /^-\w*[lyeFH]/.test(word)) ? [] : optionValues(args, 'f'),
  },
  { names: ['ssh-add'], risks: [['secret-store', (args) => args.includes('-L')]] },
  {
    names: ['openssl'],
    reads: (args) =>
      args.filter((_, at) =>
        /^-(in|inkey|CAkey|key|kfile|passin|certfile|config)$/.test(args[at - 1] ?? ''),
      ),
    writes: (args) => args.filter((_, at) => /^-(out|keyout|writerand)$/.test(args[at - 1] ?? '')),
    prints: ({ args, input }) =>
      args.some((word) => /^-?(base64|enc|a)$|^-a$|^-base64$/.test(word))
        ? openssl(args, input?.() ?? unknown)
        : unknown,
  },
);

function openssl(args: readonly string[], text: string): string {
  const plain =
    args.some((word) => /^-?base64$/.test(word)) &&
    !args.some((word) => /^-(aes|des|k|pass|chacha)/.test(word));
  if (!plain || !args.includes('-d') || /[\uE000-\uE004]/.test(text))
    return text.includes(fromNetwork) ? fromNetwork : unknown;
  return Buffer.from(text.replaceAll(/\s/g, ''), 'base64').toString('utf8');
}
