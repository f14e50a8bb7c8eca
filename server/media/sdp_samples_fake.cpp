#include "media/sdp_samples_fake.h"

namespace yh::media {

const std::vector<SdpSample>& sdp_samples() {
    static const std::vector<SdpSample> samples{
        {"SIPp",
         "v=0\r\no=user1 53655765 2353687637 IN IP4 127.0.1.1\r\ns=-\r\nc=IN IP4 127.0.1.1\r\nt=0 0\r\nm=audio 6000 "
         "RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n",
         6000, "127.0.1.1", 1},
        {"baresip",
         "v=0\r\no=- 3837843821 1573217401 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\na=tool:baresip "
         "1.0.0\r\nm=audio 17142 RTP/AVP 96 0 8 9 101\r\n"
         "a=rtpmap:96 opus/48000/2\r\na=fmtp:96 stereo=1;sprop-stereo=1\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 "
         "PCMA/8000\r\na=rtpmap:9 G722/8000\r\n"
         "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 "
         "0-15\r\na=rtcp:17143\r\na=sendrecv\r\na=label:1\r\na=rtcp-rsize\r\na=ssrc:2891736456 "
         "cname:sip:a@b\r\na=ptime:20\r\n",
         17142, "192.0.2.7", 5},
        {"linphone",
         "v=0\r\no=bob 1424 3387 IN IP4 192.0.2.8\r\ns=Talk\r\nc=IN IP4 192.0.2.8\r\nt=0 "
         "0\r\na=rtcp-xr:rcvr-rtt=all:10000 stat-summary=loss,dup,jitt,TTL voip-metrics\r\n"
         "a=record:off\r\nm=audio 7078 RTP/AVP 96 97 98 0 8 101 99 100\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 "
         "useinbandfec=1\r\na=rtpmap:97 speex/16000\r\na=fmtp:97 vbr=on\r\n"
         "a=rtpmap:98 speex/8000\r\na=fmtp:98 vbr=on\r\na=rtpmap:101 telephone-event/48000\r\na=rtpmap:99 "
         "telephone-event/16000\r\na=rtpmap:100 telephone-event/8000\r\n"
         "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:s3BhiMkHKqOlcyTdFtZLJTGwBDqYlVNvR8X/aRyc\r\na=crypto:2 "
         "AES_CM_128_HMAC_SHA1_32 inline:V0AyjdCMn9w4bGOTzRwA/xQnR0M3kNlP6S1l4yVc\r\na=rtcp-fb:* trr-int 1000\r\n",
         7078, "192.0.2.8", 8},
        {"Asterisk",
         "v=0\r\no=- 1870811393 1870811393 IN IP4 192.0.2.9\r\ns=Asterisk\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio "
         "11394 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
         "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=maxptime:140\r\na=sendrecv\r\n",
         11394, "192.0.2.9", 3},
        {"FreeSWITCH",
         "v=0\r\no=FreeSWITCH 1716189213 1716189214 IN IP4 192.0.2.10\r\ns=FreeSWITCH\r\nc=IN IP4 192.0.2.10\r\nt=0 "
         "0\r\nm=audio 25110 RTP/AVP 102 9 0 8 103 101\r\na=rtpmap:102 opus/48000/2\r\n"
         "a=fmtp:102 useinbandfec=1; maxaveragebitrate=30000; maxplaybackrate=48000; ptime=20; minptime=10; "
         "maxptime=40\r\na=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
         "a=rtpmap:103 telephone-event/48000\r\na=fmtp:103 0-15\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 "
         "0-15\r\na=ptime:20\r\n",
         25110, "192.0.2.10", 6},
        {"Yealink",
         "v=0\r\no=- 20002 20002 IN IP4 192.0.2.11\r\ns=SDP data\r\nc=IN IP4 192.0.2.11\r\nt=0 0\r\nm=audio 11782 "
         "RTP/AVP 9 0 8 18 101\r\na=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
         "a=rtpmap:18 G729/8000\r\na=fmtp:18 annexb=no\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 "
         "0-15\r\na=ptime:20\r\na=sendrecv\r\n",
         11782, "192.0.2.11", 5},
        {"Chromium",
         "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE "
         "0\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS s\r\nm=audio 54400 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 "
         "126\r\n"
         "c=IN IP4 192.0.2.12\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=candidate:1467250027 1 udp 2122260223 192.0.2.12 54400 "
         "typ host generation 0 network-id 1\r\na=ice-ufrag:4ZcD\r\na=ice-pwd:2/1muCWoOi3uLifh0NuRHlLz\r\n"
         "a=ice-options:trickle\r\na=fingerprint:sha-256 "
         "D1:2C:BE:AD:C4:F6:64:5C:25:16:11:9C:AF:E7:0F:73:79:36:4E:9C:1E:15:54:39:0C:06:8B:ED:96:86:00:39\r\na=setup:"
         "actpass\r\na=mid:0\r\n"
         "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=sendrecv\r\na=msid:s "
         "t\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\na=fmtp:111 "
         "minptime=10;useinbandfec=1\r\n"
         "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 "
         "PCMA/8000\r\na=rtpmap:13 CN/8000\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 "
         "telephone-event/8000\r\n",
         54400, "192.0.2.12", 8},
    };
    return samples;
}

}  // namespace yh::media
