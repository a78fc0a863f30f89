"""Every lever there is, in the order in which they apply."""

from __future__ import annotations

from collections.abc import Mapping

from sim.levers import (
    appointment,
    area_assessment,
    assistance,
    automatic_approval,
    build_first,
    chief_representative,
    classified_acceptance,
    combined_surveying,
    credit_approval,
    cross_region,
    deemed_approval,
    early_utilities,
    extended_hours,
    fire_inspection_dropped,
    first_certificate_reuse,
    green_channel,
    hour_list,
    intermediary_market,
    joint_acceptance,
    joint_drawing_review,
    land_ready_start,
    lead_department,
    merged_stages,
    name_and_address,
    no_application,
    notice_and_commitment,
    one_licence,
    one_thing_once,
    one_time_notice,
    one_window,
    parallel_approval,
    record_instead,
    sampled_drawing_review,
    separated_intake,
    simplified_deregistration,
    standard_land,
    supervisor_window,
    tolerant_acceptance,
)
from sim.levers.lever import Lever
from sim.model.quantities import Model

REGISTRY: Mapping[str, Lever] = {
    lever.name: lever
    for lever in (
        name_and_address.LEVER,
        first_certificate_reuse.LEVER,
        one_time_notice.LEVER,
        assistance.LEVER,
        simplified_deregistration.LEVER,
        merged_stages.LEVER,
        one_thing_once.LEVER,
        no_application.LEVER,
        separated_intake.LEVER,
        one_window.LEVER,
        tolerant_acceptance.LEVER,
        supervisor_window.LEVER,
        intermediary_market.LEVER,
        combined_surveying.LEVER,
        joint_drawing_review.LEVER,
        sampled_drawing_review.LEVER,
        joint_acceptance.LEVER,
        early_utilities.LEVER,
        parallel_approval.LEVER,
        one_licence.LEVER,
        land_ready_start.LEVER,
        build_first.LEVER,
        standard_land.LEVER,
        area_assessment.LEVER,
        record_instead.LEVER,
        notice_and_commitment.LEVER,
        fire_inspection_dropped.LEVER,
        classified_acceptance.LEVER,
        automatic_approval.LEVER,
        credit_approval.LEVER,
        chief_representative.LEVER,
        cross_region.LEVER,
        appointment.LEVER,
        green_channel.LEVER,
        hour_list.LEVER,
        lead_department.LEVER,
        deemed_approval.LEVER,
        extended_hours.LEVER,
    )
}

PARAMETERS: Mapping[str, type[Model]] = {name: lever.parameters for name, lever in REGISTRY.items()}
"""What each lever is told."""
