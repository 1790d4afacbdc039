import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A real file system in a file, in a mount namespace of its own: it can fail as disks do. */
export interface LoopDisk {
  /** Where it is mounted, for programs started with {@link LoopDisk.wrapper}. */
  folder: string;
  /** See `HeadlessOptions.wrapper`. */
  wrapper: string[];
  /** What a file in it holds. */
  read(name: string): Promise<string>;
  /** From now on nothing can be written to what is there; what is open is no exception. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Reports a damaged block to the kernel, which makes the file system read-only for good. */
  breakDown(): Promise<void>;
  /** Everything that has not been flushed is lost. Nothing can be read or written any more. */
  cutPower(): Promise<void>;
  /** Unmounts, repairs and mounts again, as starting the computer does. Nobody may use it. */
  reboot(): Promise<void>;
  /** Ends what still uses it. */
  remove(): Promise<void>;
}

/** Why there can be no such disk here; undefined where there can. */
export function whyNoLoopDisk(): string | undefined {
  const needed = 'mkfs.ext4 e2fsck mount umount findmnt chattr nsenter perl';
  const script = `
    for tool in ${needed}; do command -v $tool > /dev/null || { echo "there is no $tool"; exit 1; }; done
    dir=$(mktemp -d); trap 'rm -rf $dir' EXIT
    truncate -s 2M $dir/image; mkfs.ext4 -q -F $dir/image; mkdir $dir/disk
    mount -o loop $dir/image $dir/disk || { echo 'only root may mount a file'; exit 1; }
    umount $dir/disk`;
  const { status, stdout } = spawnSync('unshare', ['--mount', 'sh', '-c', script]);
  if (status === 0) return undefined;
  return String(stdout ?? '').trim() || 'there is no way to a mount namespace';
}

/** The ioctl by which ext4 shuts down without flushing anything, its journal included. */
const shutDown = `open F, '<', $ARGV[0] or die $!; $how = pack 'L', 2;
  ioctl F, 0x8004587D, $how or die $!`;

/** Makes a disk of 64 MiB. */
export async function createLoopDisk(): Promise<LoopDisk> {
  const home = await mkdtemp(path.join(tmpdir(), 'hermes-loop-'));
  const folder = path.join(home, 'disk');
  const image = path.join(home, 'image');
  await mkdir(folder);
  // Holds the namespace, and all that is mounted in it.
  const holder = spawn('unshare', ['--mount', 'sh', '-c', 'echo; exec sleep infinity'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(holder.stdout, 'data');
  const wrapper = ['nsenter', '--mount', '--target', String(holder.pid)];
  const run = async (...command: string[]): Promise<string> => {
    const [file, ...args] = [...wrapper, ...command];
    return (await execute(file!, args)).stdout.trim();
  };
  const mount = (): Promise<string> => run('mount', '-o', 'loop,errors=remount-ro', image, folder);
  await run('sh', '-c', `truncate -s 64M '${image}' && mkfs.ext4 -q -F '${image}'`);
  await mount();

  // Not the memory that SQLite shares between processes, which is no file but by its name.
  const frozen = `find '${folder}' ! -name '*-shm' -exec chattr`;
  return {
    folder,
    wrapper,
    read: (name) => run('cat', path.join(folder, name)),
    freeze: async () => void (await run('sh', '-c', `${frozen} +i {} +`)),
    thaw: async () => void (await run('sh', '-c', `${frozen} -i {} +`)),
    async breakDown() {
      const device = path.basename(await run('findmnt', '-no', 'SOURCE', folder));
      await run('sh', '-c', `echo 1 > /sys/fs/ext4/${device}/trigger_fs_error`);
    },
    cutPower: async () => void (await run('perl', '-e', shutDown, folder)),
    async reboot() {
      await run('umount', folder);
      // 1: it found errors and repaired them.
      await run('sh', '-c', `e2fsck -fy '${image}' || [ $? = 1 ]`);
      await mount();
    },
    async remove() {
      holder.kill('SIGKILL');
      await once(holder, 'exit');
      await rm(home, { recursive: true, force: true });
    },
  };
}
