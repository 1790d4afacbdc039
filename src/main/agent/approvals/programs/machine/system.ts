import { isKnown } from '../../shell/words/text.ts';
import { named, none } from '../row/kit.ts';
import { hasOption, operands } from '../row/options.ts';
import { rows } from '../row/program.ts';

/** A time at which a machine goes down, or nothing: other words are a sentence. */
const isWhen = (args: readonly string[]): boolean => {
  const [first] = operands(args, { valued: 't' });
  return first === undefined || /^(now|\+?\d+|\d\d?:\d\d|-\w|[06])$/.test(first) || !isKnown(first);
};
const asksOnly = (args: readonly string[]): boolean =>
  args.some((word) => /^(-c|--help|--version|--show|-\?)$/.test(word));

const powerUnits =
  /^(poweroff|reboot|halt|kexec|soft-reboot|emergency|rescue|exit|suspend|hibernate|hybrid-sleep|suspend-then-hibernate|sleep|default|shutdown|final)(\.target|\.service)?$/;
const powerCalls =
  /\b(PowerOff|Reboot|Halt|Shutdown|Suspend|Hibernate|HybridSleep|SuspendThenHibernate|KExec|TerminateUser|KillUser|TerminateSession|TerminateSeat|KillSession|SoftReboot|Exit|logout|requestShutdown)(WithFlags)?\b|(start|isolate|Start|Enqueue)\w*\b.*\b(poweroff|reboot|halt|kexec)\.target/i;

/** Programs for power, services, users and the system as a whole. */
export const system = rows(
  {
    names: named(`
      shutdown reboot halt poweroff kexec systemd-halt halt.real openrc-shutdown
      grub-reboot reboot-mode fasthalt fastboot-now runit-init pm-suspend pm-hibernate
      pm-suspend-hybrid zzz ZZZ hibernate s2ram s2disk s2both acpitool
    `),
    reads: none,
    risks: [['shutdown', (args) => !asksOnly(args) && isWhen(args)]],
  },
  {
    names: ['init', 'telinit'],
    reads: none,
    risks: [['shutdown', (args) => /^[016sS]$/.test(operands(args)[0] ?? '')]],
  },
  {
    names: ['rtcwake'],
    reads: none,
    valued: 'mstd',
    risks: [
      [
        'shutdown',
        (args) =>
          !/(^| )(-m *|--mode[= ])(no|show|disable|on)\b|--show|--list-modes|-h\b/.test(
            args.join(' '),
          ),
      ],
    ],
  },
  {
    names: ['systemctl', 'loginctl', 'machinectl', 'homectl', 'busctl-systemctl'],
    valued: 'HMtnps',
    long: ['host', 'machine', 'type', 'state', 'property', 'signal', 'kill-who'],
    reads: none,
    risks: [
      [
        'shutdown',
        (args) => {
          const words = operands(args, {
            valued: 'HMtnps',
            long: ['host', 'machine', 'type', 'property', 'signal'],
          });
          return (
            words.some(
              (word, at) =>
                powerUnits.test(word) &&
                (at === 0 ||
                  /^(start|isolate|restart|reload-or-restart|set-default|enable)$/.test(words[0]!)),
            ) &&
            !/^(status|is-active|is-enabled|show|cat|list-\w+|help|mask|disable|stop|get-default)$/.test(
              words[0] ?? '',
            )
          );
        },
      ],
      ['kill-everything', /^(terminate|kill)-(user|session|seat)\b/],
      ['schedule', /^enable-linger\b/],
      [
        'service',
        (args) =>
          !/^(status|show|list(-[\w-]+)*|is-(active|enabled|failed|system-running)|cat|get-default|show-environment|list|session-status|user-status|seat-status|show-\w+|help|--version|--help|)$/.test(
            operands(args, { valued: 'HMtnps' })[0] ?? '',
          ),
      ],
    ],
  },
  {
    names: named(
      'dbus-send busctl gdbus qdbus qdbus6 qdbus-qt5 dbus-monitor swaymsg i3-msg hyprctl',
    ),
    reads: none,
    risks: [
      ['shutdown', (args) => powerCalls.test(args.join(' '))],
      [
        'service',
        (args, { call }) =>
          /^(busctl|gdbus|dbus-send)$/.test(call.name) &&
          /\b(call|emit|set-property|--dest|--print-reply)\b/.test(args.join(' ')) &&
          /systemd1|login1|PackageKit|NetworkManager|secrets/.test(args.join(' ')),
      ],
    ],
  },
  {
    names: named(`
      xfce4-session-logout gnome-session-quit cinnamon-session-quit mate-session-save
      lxqt-leave ksmserver budgie-session-quit loginctl-quit pmset-sleep ipmitool
      psshutdown
    `),
    reads: none,
    risks: [['shutdown', /halt|reboot|power|shutdown|logout|suspend|hibernate|kill|force|chassis/]],
  },
  {
    names: ['pmset'],
    reads: none,
    risks: [
      ['shutdown', /sleepnow|halt|restart/],
      ['system', /./],
    ],
  },
  {
    names: named(`
      service launchctl rc-service rc-update initctl schtasks sv s6-rc s6-svc
      supervisorctl update-rc.d chkconfig invoke-rc.d runsv dinitctl
    `),
    reads: none,
    risks: [
      [
        'service',
        (args) =>
          !/\b(status|list|print|dumpstate|\/query|--version|--status-all|show|avail|help)\b|^$/i.test(
            args.join(' '),
          ),
      ],
    ],
  },
  { names: ['crontab', 'fcrontab'], risks: [['schedule', (args) => !args.includes('-l')]] },
  {
    names: named('anacron systemd-timer atrm cron crond fcron'),
    risks: [['schedule', (args) => !/^-[lcV]/.test(args[0] ?? '')]],
  },
  {
    names: ['ipcrm'],
    reads: none,
    risks: [['system', /./]],
  },
  {
    names: ['sysctl'],
    reads: none,
    risks: [
      ['shutdown', /kernel\.sysrq|kernel\.panic/],
      ['system', (args) => args.some((word) => /^-\w*[wpf]|=|^--(write|load|system)/.test(word))],
    ],
  },
  {
    names: ['userdel', 'deluser'],
    reads: none,
    risks: [
      [
        'destroy-folder',
        (args) => hasOption(args, 'r', ['remove', 'remove-home', 'remove-all-files']),
      ],
      ['system', /./],
    ],
  },
  {
    names: named(`
      useradd usermod adduser groupadd groupdel groupmod gpasswd passwd chpasswd chsh chfn
      vipw vigr mount umount swapoff modprobe insmod rmmod depmod iptables ip6tables nft
      ufw firewall-cmd setenforce semanage aa-disable aa-teardown apparmor_parser
      update-grub grub-install grub-mkconfig grub2-mkconfig update-initramfs dracut
      mkinitcpio ldconfig update-alternatives alternatives losetup efibootmgr nvram
      csrutil spctl tccutil scutil networksetup dscl systemsetup bcdedit netsh reg sc setx
      route ifconfig ifup ifdown nmcli iwconfig iw rfkill hwclock visudo-edit usbreset
      setpci wrmsr ethtool tc brctl ipset auditctl swapfile kldload kextload dkms
    `),
    reads: none,
    risks: [
      [
        'system',
        (args) =>
          args.length > 0 &&
          !/^(-[lLVSsahvt]|--(list|version|help|status|show|query|all)|status|show|list|query|print|get\b|-a|dev|con(nection)? show|device( status)?|general|d\b.*show)/.test(
            args.join(' '),
          ),
      ],
    ],
  },
  {
    names: named(`
      hostnamectl timedatectl localectl resolvectl networkctl bootctl coredumpctl
      journalctl dmesg hostname domainname udevadm lsmod sestatus getenforce aa-status
      systemd-analyze systemd-resolve userdbctl varlinkctl
    `),
    reads: none,
    prints: ({ name }) => `${name}\uE000`,
    risks: [
      [
        'system',
        /^(set-\S+|hostname \S|install|remove|update|--vacuum\S*|--rotate|flush-caches|revert|dns|domain|trigger|control|-[cC]\b|-b |-F )/,
      ],
    ],
  },
  {
    names: named('defaults gsettings dconf kwriteconfig5 kwriteconfig6 xfconf-query'),
    reads: none,
    risks: [
      [
        'system',
        /^(write|delete|set|reset|load|import|rename|reset-recursively|.* -s |-\w*[sr]\b)/,
      ],
    ],
  },
  {
    names: named('xrandr xset setxkbmap xinput wmctrl xdotool ydotool wtype xte'),
    reads: none,
    risks: [
      [
        'other-programs',
        (args, { call }) =>
          /^(xdotool|ydotool|wtype|xte)$/.test(call.name) &&
          args.some((word) => /^(key|type|keydown)$/.test(word)),
      ],
    ],
  },
);
