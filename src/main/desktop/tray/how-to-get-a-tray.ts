/** What to do on a desktop that shows no tray icons. */
export function howToGetATray(env: NodeJS.ProcessEnv): string {
  if (/gnome/i.test(env.XDG_CURRENT_DESKTOP ?? '')) {
    return 'GNOME shows tray icons by the extension "AppIndicator and KStatusNotifierItem Support" (package gnome-shell-extension-appindicator): install it, then log in anew.';
  }
  return 'Add a tray to your panel that shows status notifiers (StatusNotifierItem), as those of KDE, Xfce, MATE, Cinnamon and waybar do.';
}
