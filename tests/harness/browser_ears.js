// Put into every page of a test before its own scripts: hears what the page's telephone hears.
// Nothing of the product is changed but the microphone's processing, which would take a steady tone for noise.
(() => {
  const RATE_HZ = 8000;
  const WINDOW = 2048; // 256 ms: tones 50 Hz apart stay apart
  const heard = new Set();
  const Context = window.AudioContext;
  let context = null;

  function listen(track, connection) {
    context ??= new Context({ sampleRate: RATE_HZ });
    const analyser = new AnalyserNode(context, { fftSize: WINDOW });
    const source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
    source.connect(analyser);
    const entry = { track, connection, analyser, source };
    heard.add(entry);
    prune();
  }

  function prune() {
    for (const entry of heard) {
      if (entry.track.readyState === 'ended' || entry.connection.connectionState === 'closed') {
        entry.source.disconnect();
        heard.delete(entry);
      }
    }
    return [...heard];
  }

  function toneDb(samples, hz, rateHz = RATE_HZ) {
    const coefficient = 2 * Math.cos(2 * Math.PI * hz / rateHz);
    let before = 0;
    let last = 0;
    for (const sample of samples) [before, last] = [last, sample + coefficient * last - before];
    const power = before * before + last * last - coefficient * before * last;
    return 20 * Math.log10(Math.max(2 * Math.sqrt(Math.max(power, 0)) / samples.length, 1e-5));
  }

  function overallDb(samples) {
    const meanSquare = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return Math.max(-100, 10 * Math.log10(Math.max(meanSquare * 2, 1e-10)));
  }

  // What an audio element plays, per channel: taken beside its way to the loudspeaker, so that nothing changes for it.
  const tapped = new WeakMap();

  function tap(audio) {
    context ??= new Context({ sampleRate: RATE_HZ });
    const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    const sides = [0, 1].map((side) => {
      const analyser = new AnalyserNode(context, { fftSize: WINDOW });
      splitter.connect(analyser, side);
      return analyser;
    });
    const join = (track) =>
      new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(splitter);
    const stream = audio.captureStream();
    stream.getAudioTracks().forEach(join);
    stream.addEventListener('addtrack', ({ track }) => track.kind === 'audio' && join(track));
    tapped.set(audio, sides);
    return sides;
  }

  // What the page itself makes sound, on its way to the loudspeaker: in pieces, because a signal is over soon. The last
  // seconds stand in a chain of analysers, where the sound's own thread puts them: a page that is busy misses nothing.
  const PIECE = 2048; // short enough for one to lie wholly inside a tone of a tenth of a second
  const MOST_PIECES = 1000;
  const READ = 32768; // the most that an analyser remembers
  const APART = READ - 2 * PIECE; // from one analyser to the next
  const ANALYSERS = 10;
  let pieces = null;
  const recorders = new Map();
  const made = []; // what the page makes sound with: weakly, so that what it drops is gone
  window.AudioContext = class extends Context {
    constructor(...options) {
      super(...options);
      made.push(new WeakRef(this));
    }
  };

  function recorderOf(context) {
    const entry = new GainNode(context);
    const analysers = Array.from({ length: ANALYSERS }, (_, index) => {
      const delayTime = index * APART / context.sampleRate;
      const delay = new DelayNode(context, { delayTime, maxDelayTime: delayTime + 1 });
      const analyser = new AnalyserNode(context, { fftSize: READ });
      entry.connect(delay).connect(analyser);
      return analyser;
    });
    return { entry, context, analysers, read: Math.round(context.currentTime * context.sampleRate) };
  }

  // Takes what has been heard since it was taken last.
  function take(recorder) {
    const { context, analysers } = recorder;
    const rateHz = context.sampleRate;
    const now = Math.round(context.currentTime * rateHz);
    const line = new Float32Array(READ);
    for (let index = Math.min(ANALYSERS - 1, Math.floor((now - recorder.read) / APART)); index >= 0; index--) {
      analysers[index].getFloatTimeDomainData(line);
      const first = now - index * APART - READ;
      const last = index > 0 ? first + READ - PIECE : now;
      for (; recorder.read + PIECE <= last; recorder.read += PIECE / 2) {
        const at = recorder.read - first;
        if (at >= 0) pieces.push({ samples: line.slice(at, at + PIECE), rateHz, levels: new Map() });
      }
    }
    pieces.splice(0, Math.max(0, pieces.length - MOST_PIECES));
  }

  function hear(to) {
    if (!recorders.has(to)) recorders.set(to, recorderOf(to.context));
    return recorders.get(to).entry;
  }

  function hearSpeaker() {
    const connect = AudioNode.prototype.connect;
    AudioNode.prototype.connect = function (to, ...rest) {
      if (to instanceof AudioDestinationNode) connect.call(this, hear(to));
      return connect.call(this, to, ...rest);
    };
    // Now, not in the midst of the first sound.
    made.forEach((one) => one.deref() && hear(one.deref().destination));
    setInterval(() => recorders.forEach(take), 1000);
  }

  function levelOf({ samples, rateHz, levels }, hz) {
    if (!levels.has(hz)) levels.set(hz, hz === 'all' ? overallDb(samples) : toneDb(samples, hz, rateHz));
    return levels.get(hz);
  }

  window.yingheEars = {
    // From now on; what has been made audible until now is not heard.
    hearSpeaker() {
      if (!pieces) hearSpeaker();
      pieces = [];
      recorders.forEach(take);
      pieces = [];
    },
    // {hz: the loudest moment of it in dB, …, all: of everything} since it was asked to listen.
    speaker(frequencies) {
      recorders.forEach(take);
      return Object.fromEntries(['all', ...frequencies].map((hz) => [
        hz, pieces.reduce((loudest, piece) => Math.max(loudest, levelOf(piece, hz)), -100)]));
    },
    // [{hz: dB} of the first channel, of the second]: of what a player of the page plays now.
    played(audio, frequencies) {
      const sides = tapped.get(audio) ?? tap(audio);
      void context.resume();
      const samples = new Float32Array(WINDOW);
      return sides.map((analyser) => {
        analyser.getFloatTimeDomainData(samples);
        return Object.fromEntries(frequencies.map((hz) => [hz, toneDb(samples, hz)]));
      });
    },
    // {hz: level in dB below a full-scale sine, …, all: level of everything}; null while there is no live stream.
    levels(frequencies) {
      const live = prune();
      if (live.length === 0) return null;
      void context.resume();
      const samples = new Float32Array(WINDOW);
      const loudest = { all: -100 };
      for (const { analyser } of live) {
        analyser.getFloatTimeDomainData(samples);
        loudest.all = Math.max(loudest.all, overallDb(samples));
        for (const hz of frequencies) loudest[hz] = Math.max(loudest[hz] ?? -100, toneDb(samples, hz));
      }
      return loudest;
    },
    connections: () => prune().map(({ connection }) => connection.connectionState),
    // What both sides of the newest call described: {local, remote}.
    descriptions() {
      const { connection } = prune().at(-1);
      return { local: connection.localDescription.sdp, remote: connection.remoteDescription.sdp };
    },
    // What the browser itself counts of the sound that came in, over all calls: for one without a sound card, whose
    // audio contexts stand still. `energy` is the square of the level, summed over the time.
    async received() {
      const sum = { packets: 0, seconds: 0, energy: 0 };
      for (const { connection } of prune()) {
        for (const one of (await connection.getStats()).values()) {
          if (one.type !== 'inbound-rtp' || one.kind !== 'audio') continue;
          sum.packets += one.packetsReceived;
          sum.seconds += one.totalSamplesDuration;
          sum.energy += one.totalAudioEnergy;
        }
      }
      return sum;
    },
  };

  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...options) {
      super(...options);
      this.addEventListener('track', ({ track }) => track.kind === 'audio' && listen(track, this));
    }
  };

  const devices = navigator.mediaDevices;
  if (devices) {
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (constraints = {}) => {
      const audio = constraints.audio === true ? {} : constraints.audio;
      const plain = audio && { ...audio, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      return ask({ ...constraints, audio: plain });
    };
  }
})();
