/** Desktop notifications (R066). They need a yes from the person, asked for by a button, never on arrival. */
export function notificationState(): NotificationPermission | 'absent' {
  return 'Notification' in window ? Notification.permission : 'absent';
}

export async function askForNotifications(): Promise<void> {
  if ('Notification' in window) {
    await Notification.requestPermission();
  }
}

/** Shows one; a click brings this page to the front. The returned function takes it back. */
export function notify(title: string, body: string): () => void {
  if (notificationState() !== 'granted') {
    return () => {};
  }
  const shown = new Notification(title, { body, icon: '/favicon.svg', tag: 'yinghe-call', requireInteraction: true });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
  return () => shown.close();
}
