package main

import (
	"strings"
	"time"

	pb "backlinks.example/go/gen/backlinks/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// A row of API v2. Its cells become those of a Refpage without a copy.
type row struct {
	UrlFrom          *string    `json:"url_from"`
	UrlTo            *string    `json:"url_to"`
	AhrefsRank       *int64     `json:"ahrefs_rank"`
	DomainRating     *int64     `json:"domain_rating"`
	AhrefsTop        *int64     `json:"ahrefs_top"`
	IpFrom           *string    `json:"ip_from"`
	LinksInternal    *int64     `json:"links_internal"`
	LinksExternal    *int64     `json:"links_external"`
	PageSize         *int64     `json:"page_size"`
	Encoding         *string    `json:"encoding"`
	Language         *string    `json:"language"`
	Title            *string    `json:"title"`
	FirstSeen        *time.Time `json:"first_seen"`
	LastVisited      *time.Time `json:"last_visited"`
	PrevVisited      *time.Time `json:"prev_visited"`
	Original         *bool      `json:"original"`
	LinkType         *string    `json:"link_type"`
	Redirect         *int64     `json:"redirect"`
	Nofollow         *bool      `json:"nofollow"`
	Alt              *string    `json:"alt"`
	Anchor           *string    `json:"anchor"`
	TextPre          *string    `json:"text_pre"`
	TextPost         *string    `json:"text_post"`
	HttpCode         *int64     `json:"http_code"`
	UrlFromFirstSeen *time.Time `json:"url_from_first_seen"`
}

func timestamp(value *time.Time) *timestamppb.Timestamp {
	if value == nil {
		return nil
	}
	return timestamppb.New(*value)
}

func (r *row) linkType() *pb.LinkType {
	if r.LinkType == nil {
		return nil
	}
	value := pb.LinkType(pb.LinkType_value["LINK_TYPE_"+strings.ToUpper(*r.LinkType)])
	return &value
}

func (r *row) refpage() *pb.Refpage {
	return &pb.Refpage{
		UrlFrom:          r.UrlFrom,
		UrlTo:            r.UrlTo,
		AhrefsRank:       r.AhrefsRank,
		DomainRating:     r.DomainRating,
		AhrefsTop:        r.AhrefsTop,
		IpFrom:           r.IpFrom,
		LinksInternal:    r.LinksInternal,
		LinksExternal:    r.LinksExternal,
		PageSize:         r.PageSize,
		Encoding:         r.Encoding,
		Language:         r.Language,
		Title:            r.Title,
		FirstSeen:        timestamp(r.FirstSeen),
		LastVisited:      timestamp(r.LastVisited),
		PrevVisited:      timestamp(r.PrevVisited),
		Original:         r.Original,
		LinkType:         r.linkType(),
		Redirect:         r.Redirect,
		Nofollow:         r.Nofollow,
		Alt:              r.Alt,
		Anchor:           r.Anchor,
		TextPre:          r.TextPre,
		TextPost:         r.TextPost,
		HttpCode:         r.HttpCode,
		UrlFromFirstSeen: timestamp(r.UrlFromFirstSeen),
	}
}
