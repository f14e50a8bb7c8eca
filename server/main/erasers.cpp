#include "main/erasers.h"

#include "office/customers/customer_eraser.h"
#include "office/customers/privacy/person_cards.h"
#include "office/customers/questionnaires/sheet_erasers.h"
#include "office/logs/log_eraser.h"
#include "office/messages/message_eraser.h"
#include "office/records/person_calls.h"
#include "office/records/person_legs.h"
#include "office/records/record_eraser.h"
#include "office/settings/person_numbers.h"
#include "office/sms/person_texts.h"
#include "office/sms/text_eraser.h"
#include "office/tasks/task_eraser.h"
#include "office/work_orders/order_erasers.h"

namespace yh::app {

std::vector<const office::Eraser*> all_erasers() {
    return {&office::records::call_eraser,
            &office::records::recording_eraser,
            &office::records::voicemail_eraser,
            &office::sms::text_eraser,
            &office::customers::customer_eraser,
            &office::customers::service_eraser,
            &office::work_orders::order_eraser,
            &office::customers::sheet_eraser,
            &office::tasks::task_eraser,
            &office::messages::message_eraser,
            &office::logs::log_eraser};
}

std::vector<const office::PersonPart*> all_person_parts() {
    // Orders and answer sheets are found by the cards that they are about: before these go.
    return {&office::work_orders::person_orders, &office::customers::person_sheets, &office::customers::person_cards,
            &office::records::person_calls,      &office::records::person_legs,     &office::sms::person_texts,
            &office::settings::person_numbers};
}

}  // namespace yh::app
