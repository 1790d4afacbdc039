import { isBlockDevice } from '../../../places/file-kinds.ts';
import { isKnown } from '../../shell/words/text.ts';
import { named, none } from '../row/kit.ts';
import { hasOption, operands } from '../row/options.ts';
import { rows, type RiskContext, type RiskRow } from '../row/program.ts';

const looks = /^(-l|--list|-[hV]|--help|--version|print|-n|--no-act|-d|--dump|--show)$/;

function onDisk(args: readonly string[], { call }: RiskContext): boolean {
  return operands(args).some((word) =>
    call.follower.resolve(word).some((file) => isBlockDevice(file) || !isKnown(file)),
  );
}

const formats: RiskRow = [
  'format-disk',
  (args, context) => operands(args).length === 0 || onDisk(args, context),
];

const asksOnly = (args: readonly string[]): boolean =>
  args.some((word) => /^(--help|--version|-[hV])$/.test(word));

/** Programs that format, partition and erase disks. */
export const disks = rows(
  {
    names:
      /^(mkfs(\..+)?|mke2fs|mkswap|mkdosfs|mkntfs|newfs(_\w+)?|mkexfatfs|mkfatfs|mkudffs|bcachefs|zpool-create)$/,
    risks: [formats],
  },
  {
    names: named(`
      fdisk cfdisk sfdisk gdisk cgdisk sgdisk parted partprobe gparted partx blkdiscard
      sg_format sg_sanitize sg_unmap
    `),
    risks: [['format-disk', (args) => !args.some((word) => looks.test(word))]],
  },
  {
    names: ['wipefs'],
    risks: [
      [
        'format-disk',
        (args, context) =>
          hasOption(args, 'afo', ['all', 'force', 'offset']) || onDisk(args, context),
      ],
    ],
  },
  {
    names: ['cryptsetup', 'veracrypt'],
    risks: [
      [
        'format-disk',
        /\b(luksFormat|erase|luksErase|reencrypt|luksKillSlot|luksRemoveKey|--create)\b/,
      ],
    ],
  },
  {
    names: ['diskutil'],
    risks: [
      [
        'format-disk',
        /\b(erase\w*|partitionDisk|zeroDisk|randomDisk|secureErase|reformat|apfs delete\w*|mergePartitions|splitPartition)\b/i,
      ],
    ],
  },
  {
    names: ['hdparm'],
    risks: [
      ['format-disk', /--security-erase|--trim-sector|--write-sector|--make-bad-sector|--sanitize/],
    ],
  },
  {
    names: ['nvme'],
    risks: [['format-disk', /\b(format|sanitize|write-zeroes|delete-ns|write-uncor|dsm)\b/]],
  },
  {
    names: ['zpool'],
    risks: [['format-disk', /\b(destroy|labelclear|create|remove|detach|split)\b/]],
  },
  { names: ['zfs'], risks: [['format-disk', /\b(destroy|rollback)\b/]] },
  {
    names: ['mdadm'],
    risks: [['format-disk', /--zero-superblock|--create|-C\b|--stop|--remove|--fail/]],
  },
  {
    names: named('lvremove vgremove pvremove pvcreate lvreduce vgreduce lvconvert vgsplit vgmerge'),
    risks: [['format-disk', (args) => !asksOnly(args)]],
  },
  { names: ['lvm'], starts: ({ args }) => args, reads: none },
  { names: ['lvresize'], risks: [['format-disk', /-(L|l) *-|--size[= ]-/]] },
  {
    names: ['dmsetup'],
    risks: [['format-disk', /^(remove|remove_all|wipe_table|load|create|suspend|clear)\b/]],
  },
  {
    names: ['badblocks'],
    risks: [['format-disk', (args) => args.some((word) => /^-\w*w/.test(word))]],
  },
  { names: ['asr'], risks: [['format-disk', /--erase/]] },
  {
    names: ['btrfs'],
    risks: [
      [
        'format-disk',
        /\b(device (remove|delete)|subvolume delete|rescue zero-log|check --repair)\b/,
      ],
    ],
  },
  {
    names: named(`
      debugfs xfs_db xfs_repair e2fsck fsck resize2fs tune2fs growpart flashrom fwupdmgr
      swapon e2label fatlabel ntfsfix ntfsresize
    `),
    risks: [['system', (args) => args.length > 0 && !asksOnly(args)]],
  },
);
