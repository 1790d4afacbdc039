import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A port in a network of its own that leads to a socket outside it. */
export interface Relay {
  port: number;
  close(): void;
}

/**
 * A program for perl that listens on the loopback of its network and hands each connection to a socket
 * with a file, which belongs to no network. It ends with whoever holds its input.
 */
const script = String.raw`
use strict; use Socket;
my ($file) = @ARGV;
setpgrp;
socket my $listener, PF_INET, SOCK_STREAM, 0 or die "socket: $!\n";
bind $listener, sockaddr_in(0, INADDR_LOOPBACK) or die "bind: $!\n";
listen $listener, 128 or die "listen: $!\n";
$SIG{CHLD} = 'IGNORE'; $SIG{PIPE} = 'IGNORE'; $| = 1;
print +(sockaddr_in getsockname $listener)[0], "\n";
while (1) {
  my $ready = ''; vec($ready, fileno STDIN, 1) = 1; vec($ready, fileno $listener, 1) = 1;
  select $ready, undef, undef, undef;
  if (vec $ready, fileno STDIN, 1) { sysread STDIN, my $end, 1 or kill 'KILL', -$$; }
  next unless vec $ready, fileno $listener, 1;
  accept my $client, $listener or next;
  my $child = fork; if ($child) { close $client; next } exit 1 unless defined $child;
  close $listener;
  socket my $server, PF_UNIX, SOCK_STREAM, 0 or exit 1;
  connect $server, sockaddr_un $file or exit 1;
  my %other = (fileno $client => [$client, $server], fileno $server => [$server, $client]);
  while (%other) {
    my $open = ''; vec($open, $_, 1) = 1 for keys %other;
    select $open, undef, undef, undef;
    for (grep { vec $open, $_, 1 } keys %other) {
      my ($from, $to) = @{$other{$_}};
      my $length = sysread $from, my $data, 65536;
      unless ($length) { shutdown $to, 1; delete $other{$_}; next }
      for (my $sent = 0; $sent < $length;) {
        my $more = syswrite $to, $data, $length - $sent, $sent; exit 1 unless $more; $sent += $more;
      }
    }
  }
  exit 0;
}`;

/**
 * Starts a relay.
 * @param enter the words that lead into its network, without its file system
 * @throws Error with what it said
 */
export async function startRelay(
  [program, ...words]: readonly [string, ...string[]],
  perl: string,
  socketFile: string,
): Promise<Relay> {
  const child = spawn(program, [...words, perl, '-e', script, socketFile], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const lines = createInterface({ input: child.stdout });
  const closed = once(child, 'close').then(() => ['']);
  const [line = ''] = (await Promise.race([once(lines, 'line'), closed])) as [string?];
  lines.close();
  const port = Number(line);
  if (!Number.isInteger(port) || port <= 0) {
    throw new Error(`The way to the listed hosts could not be made: ${complaint.trim()}`);
  }
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    (stream as unknown as { unref(): void }).unref();
  }
  return { port, close: () => child.stdin.end() };
}
