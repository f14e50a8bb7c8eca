#pragma once

#include <array>
#include <cstdint>

// The life of one leg (one INVITE session) as one table; invite_leg*.cpp carries the acts out.
// RFC 3261 §13–§15, RFC 3262 §3, RFC 4028 §10.
namespace yh::sip {

enum class LegState : std::uint8_t {
    Invited,      ///< they called; nothing final was sent
    Answering,    ///< they called and calls has answered, but a reliable 183 with SDP is not PRACKed yet (RFC 3262 §5)
    AwaitingAck,  ///< our 2xx was sent
    Calling,      ///< we called; nothing final came
    Talking,      ///< confirmed on both sides
    HangingUp,    ///< calls has hung up, but BYE must wait: for the ACK of our 2xx (RFC 3261 §15), or until the peer
                  ///< has heard what became of its REFER
    Over,
};

enum class LegEvent : std::uint8_t {
    Answered,    ///< calls answers
    AnswerHeld,  ///< calls answers, but the reliable 183 must be acknowledged first
    Pracked,     ///< the reliable 183 was acknowledged
    Close,       ///< calls wants the leg gone
    CloseLater,  ///< the same, while it hears of the peer's REFER
    ReferTold,   ///< the peer knows what became of its REFER, or will never know
    Cancelled,   ///< the peer's CANCEL, or its INVITE transaction broke
    Ack,
    NoAck,        ///< 64·T1 without the ACK of our 2xx
    Won,          ///< a branch of ours was answered
    WonUnusable,  ///< answered, but without SDP
    AllFailed,    ///< every branch of ours has failed
    Bye,
    Lost,  ///< session timer, flow gone, dialog unknown to the peer
};

enum class LegAct : std::uint8_t {
    Nothing,
    SendAnswer,  ///< 2xx, repeated until ACK
    HoldAnswer,  ///< remember the answer until the PRACK
    Reject,      ///< final failure
    Forgo,       ///< 487 to the INVITE, tell calls
    Confirm,     ///< stop repeating the 2xx
    TakeCall,    ///< ACK, cancel the other branches, tell calls
    GiveUp,      ///< tell calls that nobody answered
    Abandon,     ///< cancel all branches
    SendBye,     ///< hang up
    ByeAndTell,  ///< hang up by ourselves and tell calls
    ByeAndFail,  ///< hang up at once and tell calls that it failed
    Tell,        ///< tell calls that the peer hung up
};

struct LegStep {
    LegAct act = LegAct::Nothing;
    LegState next = LegState::Over;
};

struct LegRow {
    LegState state;
    LegEvent event;
    LegAct act;
    LegState next;
};

inline constexpr std::array leg_table{
    // Incoming, not answered.
    LegRow{LegState::Invited, LegEvent::Answered, LegAct::SendAnswer, LegState::AwaitingAck},
    LegRow{LegState::Invited, LegEvent::AnswerHeld, LegAct::HoldAnswer, LegState::Answering},
    LegRow{LegState::Invited, LegEvent::Close, LegAct::Reject, LegState::Over},
    LegRow{LegState::Invited, LegEvent::Cancelled, LegAct::Forgo, LegState::Over},
    LegRow{LegState::Invited, LegEvent::Bye, LegAct::Forgo, LegState::Over},
    LegRow{LegState::Invited, LegEvent::Lost, LegAct::Forgo, LegState::Over},
    LegRow{LegState::Answering, LegEvent::Pracked, LegAct::SendAnswer, LegState::AwaitingAck},
    LegRow{LegState::Answering, LegEvent::Close, LegAct::Reject, LegState::Over},
    LegRow{LegState::Answering, LegEvent::Cancelled, LegAct::Forgo, LegState::Over},
    LegRow{LegState::Answering, LegEvent::Bye, LegAct::Forgo, LegState::Over},
    LegRow{LegState::Answering, LegEvent::Lost, LegAct::Forgo, LegState::Over},
    // Incoming, answered.
    LegRow{LegState::AwaitingAck, LegEvent::Ack, LegAct::Confirm, LegState::Talking},
    LegRow{LegState::AwaitingAck, LegEvent::NoAck, LegAct::ByeAndTell, LegState::Over},
    LegRow{LegState::AwaitingAck, LegEvent::Close, LegAct::Nothing, LegState::HangingUp},
    LegRow{LegState::AwaitingAck, LegEvent::Bye, LegAct::Tell, LegState::Over},
    LegRow{LegState::AwaitingAck, LegEvent::Lost, LegAct::ByeAndTell, LegState::Over},
    LegRow{LegState::HangingUp, LegEvent::Ack, LegAct::SendBye, LegState::Over},
    LegRow{LegState::HangingUp, LegEvent::NoAck, LegAct::SendBye, LegState::Over},
    LegRow{LegState::HangingUp, LegEvent::ReferTold, LegAct::SendBye, LegState::Over},
    LegRow{LegState::HangingUp, LegEvent::Bye, LegAct::Nothing, LegState::Over},
    LegRow{LegState::HangingUp, LegEvent::Lost, LegAct::SendBye, LegState::Over},
    // Outgoing, not answered. What becomes of the cancelled branches is the desk's work (invite_branch.cpp).
    LegRow{LegState::Calling, LegEvent::Won, LegAct::TakeCall, LegState::Talking},
    LegRow{LegState::Calling, LegEvent::WonUnusable, LegAct::ByeAndFail, LegState::Over},
    LegRow{LegState::Calling, LegEvent::AllFailed, LegAct::GiveUp, LegState::Over},
    LegRow{LegState::Calling, LegEvent::Close, LegAct::Abandon, LegState::Over},
    // Talking.
    LegRow{LegState::Talking, LegEvent::Close, LegAct::SendBye, LegState::Over},
    LegRow{LegState::Talking, LegEvent::CloseLater, LegAct::Nothing, LegState::HangingUp},
    LegRow{LegState::Talking, LegEvent::Bye, LegAct::Tell, LegState::Over},
    LegRow{LegState::Talking, LegEvent::NoAck, LegAct::ByeAndTell, LegState::Over},
    LegRow{LegState::Talking, LegEvent::Lost, LegAct::ByeAndTell, LegState::Over},
};

/// Everything that is not in the table changes nothing: late answers, second CANCELs, repeated ACKs.
constexpr LegStep leg_step(LegState state, LegEvent event) {
    for (const auto& row : leg_table) {
        if (row.state == state && row.event == event) {
            return {row.act, row.next};
        }
    }
    return {LegAct::Nothing, state};
}

}  // namespace yh::sip
