import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { listDevices, type SoundDevices } from '@/softphone/devices';
import { closeStream, microphoneProblem, openMicrophone, watchLevel } from '@/softphone/microphone';
import type { MicrophoneProblem } from '@/softphone/types';

// Louder than this once, and the microphone is known to hear.
const heardLevel = 0.25;

export interface MicrophoneCheck {
  level: Ref<number>;
  heard: Ref<boolean>;
  problem: Ref<MicrophoneProblem | null>;
  devices: Ref<SoundDevices>;
}

/** Listens while `isOn`; opening it also lets the browser tell the devices' names. */
export function useMicrophoneCheck(isOn: () => boolean, deviceId: () => string): MicrophoneCheck {
  const level = ref(0);
  const heard = ref(false);
  const problem = ref<MicrophoneProblem | null>(null);
  const devices = shallowRef<SoundDevices>({ microphones: [], speakers: [] });
  let stop = (): void => {};
  let attempt = 0;

  async function listen(): Promise<void> {
    stop();
    stop = () => {};
    const mine = ++attempt;
    level.value = 0;
    heard.value = false;
    problem.value = null;
    if (!isOn()) {
      return;
    }
    try {
      const stream = await openMicrophone(deviceId());
      if (mine !== attempt) {
        closeStream(stream);
        return;
      }
      const unwatch = watchLevel(stream, (now) => {
        level.value = now;
        heard.value ||= now > heardLevel;
      });
      stop = () => {
        unwatch();
        closeStream(stream);
      };
    } catch (failure) {
      problem.value = microphoneProblem(failure);
    }
    devices.value = await listDevices();
  }

  watch([isOn, deviceId], () => void listen(), { immediate: true });
  const relist = async (): Promise<void> => {
    devices.value = await listDevices();
  };
  navigator.mediaDevices?.addEventListener('devicechange', relist);
  onScopeDispose(() => {
    attempt += 1;
    stop();
    navigator.mediaDevices?.removeEventListener('devicechange', relist);
  });
  return { level, heard, problem, devices };
}
