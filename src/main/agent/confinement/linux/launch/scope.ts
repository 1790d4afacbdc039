import { unpackInPerl } from './carried-environment.ts';

/**
 * A program for perl that closes what no file system and no name space of this kind does, and becomes
 * another program: sockets in the abstract name space, such as those of screens and session buses,
 * belong to the network. Landlock (version 6, Linux 6.12) keeps programs from those of others. Perl is
 * what every distribution has that can make a system call.
 *
 * The numbers are landlock_create_ruleset and landlock_restrict_self, the same on all processors; 1 is
 * LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET and 2 LANDLOCK_SCOPE_SIGNAL.
 */
const script = String.raw`
my $rules = pack "QQQ", 0, 0, 3;
my $file = syscall 444, $rules, length $rules, 0;
$file >= 0 && syscall(446, $file, 0) == 0 or die "not scoped: $!\n";${unpackInPerl}
exec { $ARGV[0] } @ARGV or print STDERR "$ARGV[0]: $!\n";
exit 127;`;

/** The words of a command that keep what follows them from abstract sockets, and give it its variables. */
export function scoped(perl: string): string[] {
  return [perl, '-e', script];
}
